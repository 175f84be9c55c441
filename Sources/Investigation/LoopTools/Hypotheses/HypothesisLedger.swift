import JSONValues
import ToolKit

/// Candidate causes and how they stand; a fold over the accepted `hypotheses` calls of a transcript.
struct HypothesisLedger: Equatable {
    private(set) var hypotheses: [Hypothesis] = []
    /// Where services that went silent were looked for.
    private(set) var silenceChecks: [EvidenceID] = []

    /// The arguments of the tool.
    struct Update: Decodable {
        var record: [Change]?
        var silentServicesChecked: [String]?

        struct Change: Decodable {
            var id: String
            var statement: String?
            var kind: Hypothesis.Kind?
            var mechanism: String?
            var predictions: [String]?
            var status: Hypothesis.Status?
            var supporting: [String]?
            var opposing: [String]?
            var tests: [String]?
            var reason: String?
        }

        private enum CodingKeys: String, CodingKey {
            case record
            case silentServicesChecked = "silent_services_checked"
        }
    }

    /// Takes an update, or refuses all of it.
    ///
    /// - Parameter known: evidence that exists; nothing else may be cited.
    mutating func apply(_ arguments: JSONValue, known: Set<EvidenceID>) throws(ToolFailure) {
        let update: Update
        do {
            update = try arguments.decode()
        } catch {
            throw ToolFailure(.invalidArguments, error.message)
        }
        var next = self
        for change in update.record ?? [] { try next.apply(change, known: known) }
        next.silenceChecks += try Self.ids(update.silentServicesChecked, known: known)
        self = next
    }

    private mutating func apply(_ change: Update.Change, known: Set<EvidenceID>) throws(ToolFailure) {
        let position = hypotheses.firstIndex { $0.id == change.id }
        var hypothesis = position.map { hypotheses[$0] } ?? Hypothesis(id: change.id, statement: "")
        if let statement = change.statement { hypothesis.statement = statement }
        guard !hypothesis.statement.isEmpty else {
            throw ToolFailure(.invalidArguments, "\(change.id) is new and needs a statement")
        }
        if let kind = change.kind { hypothesis.kind = kind }
        if let mechanism = change.mechanism { hypothesis.mechanism = mechanism }
        if let predictions = change.predictions { hypothesis.predictions = predictions }
        if let reason = change.reason { hypothesis.reason = reason }
        hypothesis.supporting = Self.merged(hypothesis.supporting, try Self.ids(change.supporting, known: known))
        hypothesis.opposing = Self.merged(hypothesis.opposing, try Self.ids(change.opposing, known: known))
        hypothesis.tests = Self.merged(hypothesis.tests, try Self.ids(change.tests, known: known))
        if let status = change.status {
            try Self.check(status, of: hypothesis)
            hypothesis.status = status
        }
        if let position { hypotheses[position] = hypothesis } else { hypotheses.append(hypothesis) }
    }

    private static func check(_ status: Hypothesis.Status, of hypothesis: Hypothesis) throws(ToolFailure) {
        switch status {
        case .supported where hypothesis.supporting.isEmpty:
            throw ToolFailure(.invalidArguments, "\(hypothesis.id) cannot be supported without supporting evidence")
        case .refuted where hypothesis.opposing.isEmpty && hypothesis.tests.isEmpty:
            throw ToolFailure(.invalidArguments, "\(hypothesis.id) cannot be refuted without evidence against it")
        default: return
        }
    }

    private static func ids(_ texts: [String]?, known: Set<EvidenceID>) throws(ToolFailure) -> [EvidenceID] {
        var ids: [EvidenceID] = []
        for text in texts ?? [] {
            guard let id = EvidenceID(text), known.contains(id) else {
                let names = known.sorted().map(\.description).joined(separator: ", ")
                throw ToolFailure(.invalidArguments, "there is no evidence '\(text)'", hint: "known: \(names)")
            }
            ids.append(id)
        }
        return ids
    }

    private static func merged(_ old: [EvidenceID], _ new: [EvidenceID]) -> [EvidenceID] {
        new.reduce(into: old) { if !$0.contains($1) { $0.append($1) } }
    }
}
