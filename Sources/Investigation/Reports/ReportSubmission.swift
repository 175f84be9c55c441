import JSONValues
import Telemetry

/// A report as a model hands it in: nothing in it is believed yet.
struct ReportSubmission: Decodable, Equatable {
    var title: String
    var answer: String
    var outcome: Report.Outcome?
    var severity: Report.Severity?
    var onset: String?
    var affected: [Part]?
    var healthy: [Part]?
    var changedForAnotherReason: [Part]?
    var notChecked: [Part]?
    var timeline: [Moment]?
    var cause: SubmittedCause?
    var suspects: [SubmittedSuspect]?
    var claims: [SubmittedClaim]?
    var blindSpots: [SubmittedBlindSpot]?
    var nextSteps: [String]?
    var predictions: [Prediction]?

    struct Part: Decodable, Equatable {
        var service: String
        var operation: String?
        var observation: String?
    }

    struct Moment: Decodable, Equatable {
        var time: String
        var text: String
    }

    struct SubmittedCause: Decodable, Equatable {
        var statement: String
        var mechanism: String?
        var path: [Cause.Step]
        var badBuild: Cause.BadBuild?

        private enum CodingKeys: String, CodingKey {
            case statement, mechanism, path
            case badBuild = "bad_build"
        }
    }

    struct SubmittedSuspect: Decodable, Equatable {
        var kind: Suspect.Kind
        var name: String
        var reason: String
        var title: String?
        var file: String?
        var line: Int?
        var hunk: String?
        var citations: [Citation]?
    }

    struct SubmittedClaim: Decodable, Equatable {
        var text: String
        var kind: Claim.Kind
        var citations: [Citation]?
    }

    struct SubmittedBlindSpot: Decodable, Equatable {
        var missing: String
        var instrumentation: String?
    }

    private enum CodingKeys: String, CodingKey {
        case title, answer, outcome, severity, onset, affected, healthy, timeline, cause, suspects, claims, predictions
        case changedForAnotherReason = "changed_for_another_reason"
        case notChecked = "not_checked"
        case blindSpots = "blind_spots"
        case nextSteps = "next_steps"
    }
}

extension ReportSubmission {
    /// Reads a submission out of an answer's text: the outermost object, with or without a fence and words around it.
    init?(text: String) {
        guard let open = text.firstIndex(of: "{"), let close = text.lastIndex(of: "}"), open < close,
            let value = try? JSONValue(parsing: text[open...close]),
            let submission = try? value.decode(ReportSubmission.self)
        else { return nil }
        self = submission
    }

    /// The report as it stands before anything is checked.
    func report() -> Report {
        Report(
            title: title, answer: answer, outcome: outcome == .answered ? .inconclusive : outcome ?? .inconclusive,
            severity: severity ?? .notice, onset: onset.flatMap { Timestamp(iso8601: $0) },
            impact: Impact(
                affected: Self.parts(affected), healthy: Self.parts(healthy),
                changedForAnotherReason: Self.parts(changedForAnotherReason), notChecked: Self.parts(notChecked)),
            timeline: (timeline ?? []).compactMap { moment in
                Timestamp(iso8601: moment.time).map { TimelineEntry(time: $0, text: moment.text) }
            }.sorted { $0.time < $1.time },
            cause: cause.map {
                Cause(statement: $0.statement, mechanism: $0.mechanism ?? "", path: $0.path, badBuild: $0.badBuild)
            },
            suspects: (suspects ?? []).map {
                Suspect(
                    kind: $0.kind, name: $0.name, reason: $0.reason, title: $0.title, file: $0.file, line: $0.line,
                    hunk: $0.hunk, citations: $0.citations ?? [])
            },
            claims: (claims ?? []).map { Claim(text: $0.text, kind: $0.kind, citations: $0.citations ?? []) },
            blindSpots: (blindSpots ?? []).map {
                BlindSpot(missing: $0.missing, instrumentation: $0.instrumentation ?? "")
            },
            nextSteps: nextSteps ?? [], predictions: predictions ?? [])
    }

    private static func parts(_ parts: [Part]?) -> [Impact.Part] {
        (parts ?? []).map {
            Impact.Part(service: $0.service, operation: $0.operation, observation: $0.observation ?? "")
        }
    }
}
