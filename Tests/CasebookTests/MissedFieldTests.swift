import Casebook
import Investigation
import Telemetry
import Testing
import ToolKit

struct MissedFieldTests {
    @Test func `fields that tools said no row has are counted over investigations`() async throws {
        let book = try TestCasebook()
        for (position, id) in ["inv-1", "inv-2"].enumerated() {
            var found = evidence(position + 1)
            found.output.notes = [
                AbsentField.sentence("span.user.plan"), "known values of service: cart (8)",
            ]
            try await book.book.append([], evidence: [found, evidence(9)], at: 0, to: plan(id))
        }
        let missed = try await book.book.missedFields()
        #expect(missed.map(\.field) == ["span.user.plan"] && missed.first?.calls == 2)
        #expect(missed.first?.investigations == 2 && missed.first?.lastAsked == noon)
    }
}
