import Synchronization

/// What a campaign counted and what went wrong; also there when it hung.
final class Notes: Sendable {
    private let state = Mutex(State())

    private struct State {
        var counts: [String] = []
        var failures: [String] = []
        var reasonToSkip: String?
    }

    var counts: [String] { state.withLock(\.counts) }
    var failures: [String] { state.withLock(\.failures) }
    var reasonToSkip: String? { state.withLock(\.reasonToSkip) }

    /// Notes a count for the campaign's line, such as `40 kills`.
    func count(_ text: String) { state.withLock { $0.counts.append(text) } }

    /// Notes what went wrong.
    func fail(_ text: String) { state.withLock { $0.failures.append(text) } }

    /// Notes what went wrong, unless it holds.
    func require(_ holds: Bool, _ text: @autoclosure () -> String) { if !holds { fail(text()) } }

    /// Notes that this machine does not let the campaign run.
    func skip(_ reason: String) { state.withLock { $0.reasonToSkip = reason } }
}
