import Casebook
import Investigation
import Synchronization

/// What the demo waits for: ports that are bound and reports that arrive.
final class DemoStage: Sendable {
    private struct State {
        var ports: [DaemonPort: Int] = [:]
        var reports: [(caseID: Int64, report: Report)] = []
    }

    private let state = Mutex(State())

    /// Notes a port.
    func bound(_ port: DaemonPort, _ number: Int) { state.withLock { $0.ports[port] = number } }

    /// Notes a report.
    func heard(_ event: InvestigationEvent, of item: Case) async {
        guard case .reported(let report) = event else { return }
        state.withLock { $0.reports.append((item.id, report)) }
    }

    /// The ports, once all three are bound.
    var ports: (otlp: Int, web: Int)? {
        state.withLock { state in
            guard state.ports.count == 3, let otlp = state.ports[.otlpHTTP], let web = state.ports[.web] else {
                return nil
            }
            return (otlp, web)
        }
    }

    /// The newest report that meets a condition.
    func report(where isWanted: (Report) -> Bool) -> (caseID: Int64, report: Report)? {
        state.withLock { $0.reports.last { isWanted($0.report) } }
    }

    /// How many reports there are.
    var reportCount: Int { state.withLock { $0.reports.count } }
}
