import Foundation
public import Investigation
public import Telemetry

/// What was asked in a case of a daemon's own: the signals that opened it, its window and its baseline.
public struct ExportedCase: Codable, Sendable, Equatable {
    public var id: String
    public var question: String
    public var signals: [PlannedSignal]
    public var window: TimeRange
    public var baseline: TimeRange

    /// What was at fault.
    public struct Truth: Codable, Sendable, Equatable {
        /// Nil where nothing was wrong.
        public var service: String?
        /// Where it comes from: `right`, `partly`, `wrong` or `none` for the newest verdict on the report that names it,
        /// `given` where a person named it.
        public var verdict: String

        /// Makes a truth.
        public init(service: String?, verdict: String) {
            self.service = service
            self.verdict = verdict
        }
    }

    /// The case of a plan.
    public init(id: String, _ plan: InvestigationPlan) {
        self.id = id
        question = plan.question
        signals = plan.signals
        window = plan.window
        baseline = plan.baseline
    }

    /// Names of the files of a case's folder; the spans and log records are OTLP requests.
    enum File: String {
        case question = "case.json"
        case truth = "truth.json"
        case traces = "traces.pb"
        case logs = "logs.pb"

        func url(in folder: URL) -> URL { folder.appending(path: rawValue) }

        func exists(in folder: URL) -> Bool { FileManager.default.fileExists(atPath: url(in: folder).path) }
    }
}
