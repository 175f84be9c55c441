/// A candidate cause in the ledger.
public struct Hypothesis: Codable, Sendable, Equatable {
    /// `H1`, `H2` ...
    public var id: String
    public var statement: String
    /// How it would do what was seen.
    public var mechanism: String
    /// What would be seen if it were true.
    public var predictions: [String]
    public var kind: Kind
    public var status: Status
    /// Evidence that speaks for it and against it.
    public var supporting: [EvidenceID]
    public var opposing: [EvidenceID]
    /// Evidence from queries that could have refuted it, whichever way they came out.
    public var tests: [EvidenceID]
    /// Why it has its status.
    public var reason: String

    /// What a hypothesis is about.
    public enum Kind: String, Codable, Sendable, CaseIterable {
        case fault
        /// Nothing is wrong, or nothing changed.
        case noFault = "no_fault"
        /// Something else went wrong as well, independently.
        case secondCause = "second_cause"
    }

    /// Where it stands.
    public enum Status: String, Codable, Sendable, CaseIterable { case open, supported, refuted, superseded }

    /// Makes a hypothesis.
    public init(
        id: String, statement: String, mechanism: String = "", predictions: [String] = [], kind: Kind = .fault,
        status: Status = .open, supporting: [EvidenceID] = [], opposing: [EvidenceID] = [], tests: [EvidenceID] = [],
        reason: String = ""
    ) {
        self.id = id
        self.statement = statement
        self.mechanism = mechanism
        self.predictions = predictions
        self.kind = kind
        self.status = status
        self.supporting = supporting
        self.opposing = opposing
        self.tests = tests
        self.reason = reason
    }
}
