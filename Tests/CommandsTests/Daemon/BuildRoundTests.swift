import Casebook
import Foundation
import Logging
import Signals
import Telemetry
import TestSupport
import Testing

@testable import Commands

struct BuildRoundTests {
    private static let start = Timestamp(seconds: 1_700_000_000)

    private func span(_ second: Int, _ build: String) -> TestSpan {
        TestSpan(
            trace: UInt64(second + 1), id: 1, start: (Self.start + .seconds(second)).seconds * 1000, service: "cart",
            resource: ["service.version": .string(build)])
    }

    private func looked(
        _ spans: [TestSpan], _ work: (BuildRound, CountingSource, CaseStore) async throws -> Void
    ) async throws {
        let directory = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: directory) }
        let casebook = try CaseStore.open(path: directory.appending(path: "whyd.db").path) { Self.start }
        let source = CountingSource(spans)
        let round = BuildRound(
            source: source, desk: SignalDesk(casebook: casebook), casebook: casebook, window: .seconds(600),
            logger: Logger(label: "test"))
        try await work(round, source, casebook)
        try casebook.close()
    }

    @Test func `a look reads nothing where nothing arrived since the last`() async throws {
        try await looked([span(0, "1"), span(5, "2")]) { round, source, casebook in
            try await round.look(now: Self.start + .seconds(1))
            let first = source.reads
            try await round.look(now: Self.start + .seconds(6))
            #expect(source.reads == first)
            #expect(try await casebook.builds().map(\.version) == ["1"])
            source.arrive()
            try await round.look(now: Self.start + .seconds(6))
            #expect(try await casebook.builds().map(\.version) == ["2", "1"])
        }
    }
}
