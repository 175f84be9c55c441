import Casebook
import Foundation
import JSONValues
import Synchronization
import Telemetry

/// A casebook in a directory of its own, with a clock that the test moves.
final class TestCasebook: Sendable {
    let book: CaseStore
    let path: String
    private let clock: Clock
    private let directory: URL

    init(startingAt start: Timestamp = Timestamp(seconds: 1_790_000_000)) throws {
        directory = FileManager.default.temporaryDirectory.appending(path: "casebook-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        path = directory.appending(path: "whyd.db").path
        let clock = Clock(start)
        self.clock = clock
        book = try CaseStore.open(path: path, clock: { clock.now })
    }

    var now: Timestamp { clock.now }

    func advance(_ duration: Duration) { clock.advance(duration) }

    deinit { try? FileManager.default.removeItem(at: directory) }
}

/// A clock that stands still until it is moved.
final class Clock: Sendable {
    private let time: Mutex<Timestamp>

    init(_ start: Timestamp) { time = Mutex(start) }

    var now: Timestamp { time.withLock { $0 } }

    func advance(_ duration: Duration) { time.withLock { $0 = $0 + duration } }
}

/// A signal about the checkout service, unless said otherwise.
func signal(
    _ key: String, kind: Signal.Kind = .finding, severity: Signal.Severity = .warning, service: String = "checkout",
    startedAt: Timestamp = Timestamp(seconds: 1_790_000_000), endedAt: Timestamp? = nil, keys: Set<String>? = nil,
    destinations: [String] = []
) -> Signal {
    Signal(
        dedupKey: key, kind: kind, source: "error_rate", title: "errors of \(service) rose (\(key))",
        severity: severity, service: service, operation: "POST /pay", environment: "production", startedAt: startedAt,
        endedAt: endedAt, groupKeys: keys ?? ["service:\(service)@production"], destinations: destinations,
        details: ["key": .string(key)])
}
