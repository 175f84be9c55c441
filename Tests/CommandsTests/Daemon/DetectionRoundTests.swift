import Casebook
import Detection
import Foundation
import Logging
import Signals
import SpanSources
import Telemetry
import TestSupport
import Testing

@testable import Commands

struct DetectionRoundTests {
    private static let start = Timestamp(seconds: 1_700_000_100)

    /// Two requests a second of two services; what comes in the silence is sent to nobody.
    private func spans(silentFrom begin: Int, to end: Int, until last: Int) -> [TestSpan] {
        (0..<2 * last).filter { !(2 * begin..<2 * end).contains($0) }.flatMap { half -> [TestSpan] in
            ["web", "store"].enumerated().map { place, service in
                TestSpan(
                    trace: UInt64(2 * half + place + 1), id: 1,
                    start: Self.start.seconds * 1000 + Double(half) * 500, duration: 9, service: service, name: "GET /")
            }
        }
    }

    /// The titles of the cases that looks every ten seconds open.
    ///
    /// - Parameter delay: how long after a moment the spans of `store` come.
    private func cases(_ spans: [TestSpan], looks: ClosedRange<Int>, delay: Int = 0) async throws -> [String] {
        let directory = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: directory) }
        let casebook = try CaseStore.open(path: directory.appending(path: "whyd.db").path) { Self.start }
        let source = CountingSource([])
        let round = DetectionRound(
            reader: WindowReader(source: source), objectives: [],
            desk: SignalDesk(casebook: casebook), casebook: casebook, logger: Logger(label: "test"))
        for second in stride(from: looks.lowerBound, through: looks.upperBound, by: 10) {
            let now = (Self.start + .seconds(second)).seconds * 1000
            source.arrive(spans.filter { $0.start < now - ($0.service == "store" ? Double(delay) * 1000 : 0) })
            try await round.look(now: Self.start + .seconds(second))
        }
        let titles = try await casebook.cases().map(\.title)
        try casebook.close()
        return titles
    }

    @Test func `what came while nobody was there is no silence`() async throws {
        let missed = spans(silentFrom: 600, to: 700, until: 900)
        #expect(try await cases(missed, looks: 700...880) == [])
    }

    @Test func `a silence after the start is found`() async throws {
        let silent = spans(silentFrom: 720, to: 900, until: 900)
        #expect(try await cases(silent, looks: 700...880) == ["all services are silent: no span where 240 were due."])
    }

    @Test func `a service whose spans come two minutes late is not silent after a start`() async throws {
        let steady = spans(silentFrom: 0, to: 0, until: 1000)
        #expect(try await cases(steady, looks: 700...960, delay: 120) == [])
        let stops = steady.filter { $0.service != "store" || $0.start < (Self.start + .seconds(760)).seconds * 1000 }
        #expect(try await cases(stops, looks: 700...960) == ["store is silent: no span where 120 were due."])
    }
}
