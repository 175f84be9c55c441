import Casebook
import Investigation
import JSONValues
import Logging
import SpanSources

/// Writes whyd's own investigations as spans beside those it watches; the detectors and tools leave them out.
struct SelfTelemetry: Sendable {
    let casebook: CaseStore
    let sink: any SpanSink
    let logger: Logger

    /// Records a finished investigation; that it could not be recorded is logged and stops nothing.
    func record(_ plan: InvestigationPlan, _ report: Report) async {
        do {
            let entries = try await casebook.transcript(of: plan.id)
            guard let trace = InvestigationTrace(plan: plan, entries: entries, report: report) else { return }
            _ = try await sink.append(
                ExportRequest(signal: .traces, encoding: .json, body: Array(trace.export.text.utf8)))
        } catch {
            logger.warning(
                "an investigation's own spans were not stored",
                metadata: ["investigation": "\(plan.id)", "error": "\(error)"])
        }
    }
}

extension HouseParts {
    /// For commands beside the daemon.
    var borrowedSelfTelemetry: SelfTelemetry {
        SelfTelemetry(
            casebook: casebook, sink: BorrowedSink(configuration: configuration, client: client),
            logger: Logger(label: "whyd"))
    }
}
