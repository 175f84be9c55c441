public import Investigation
import LanguageModels
import Synchronization

/// What investigations did since the start; whoever runs one hands its events here.
public final class InvestigationCounters: MetricsSource {
    private struct Counts {
        var steps: [String: Int] = [:]
        var toolCalls: [String: Int] = [:]
        var failedToolCalls: [String: Int] = [:]
        var reports = 0
    }

    private let counts = Mutex(Counts())

    /// Makes counters at zero.
    public init() {}

    /// Counts an event.
    public func note(_ event: InvestigationEvent) {
        counts.withLock { counts in
            switch event {
            case .stepStarted(_, let model): counts.steps["\(model)", default: 0] += 1
            case .toolReturned(let name, _, _, let isError):
                counts.toolCalls[name, default: 0] += 1
                if isError { counts.failedToolCalls[name, default: 0] += 1 }
            case .reported: counts.reports += 1
            case .dossierReady, .delta, .toolCalled, .notice: break
            }
        }
    }

    public func metrics() async -> [Metric] {
        counts.withLock { counts in
            [
                Metric(
                    "whyd_steps_total", .counter, "Model answers asked for in investigations.",
                    samples: Self.samples(counts.steps, "model")),
                Metric(
                    "whyd_tool_calls_total", .counter, "Tool calls that returned.",
                    samples: Self.samples(counts.toolCalls, "tool")),
                Metric(
                    "whyd_failed_tool_calls_total", .counter, "Tool calls that returned a failure.",
                    samples: Self.samples(counts.failedToolCalls, "tool")),
                Metric(
                    "whyd_investigations_total", .counter, "Investigations that ended with a report.",
                    samples: [.init(Double(counts.reports))]),
            ]
        }
    }

    private static func samples(_ counts: [String: Int], _ label: String) -> [Metric.Sample] {
        counts.sorted { $0.key < $1.key }.map { Metric.Sample(Double($0.value), labels: [label: $0.key]) }
    }
}
