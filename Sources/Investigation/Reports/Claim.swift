public import JSONValues

/// One statement of a report, and where it can be checked.
public struct Claim: Codable, Sendable, Equatable {
    public var text: String
    public var kind: Kind
    public var citations: [Citation]
    public var outcome: Outcome

    /// Where a statement comes from.
    public enum Kind: String, Codable, Sendable, CaseIterable {
        /// Read from evidence.
        case observed
        /// Follows from what was read.
        case inferred
        /// Neither; said openly.
        case assumed
    }

    /// What the verifier found.
    public struct Outcome: Codable, Sendable, Equatable {
        public var status: Status
        /// What does not hold, one sentence each; empty for a verified claim.
        public var reasons: [String]

        /// Whether the claim holds.
        public enum Status: String, Codable, Sendable { case unchecked, verified, rejected, assumed }

        /// Makes an outcome.
        public init(_ status: Status, reasons: [String] = []) {
            self.status = status
            self.reasons = reasons
        }
    }

    /// Makes a claim.
    public init(
        text: String, kind: Kind = .observed, citations: [Citation] = [], outcome: Outcome = Outcome(.unchecked)
    ) {
        self.text = text
        self.kind = kind
        self.citations = citations
        self.outcome = outcome
    }
}

/// One place in stored evidence, and what stands there.
public struct Citation: Codable, Sendable, Equatable, Hashable {
    /// `E7`.
    public var evidence: String
    /// The table or text in it; may be left out where there is only one that fits.
    public var section: String?
    /// Which row: cells that it has, by column.
    public var row: [String: JSONValue]?
    /// Which cell of the row.
    public var column: String?
    /// Which line of a text with numbered lines, such as source.
    public var line: Int?
    /// What stands there: a number, or text that occurs there.
    public var value: JSONValue?
    /// The number's unit.
    public var unit: String?

    /// Makes a citation.
    public init(
        evidence: String, section: String? = nil, row: [String: JSONValue]? = nil, column: String? = nil,
        line: Int? = nil, value: JSONValue? = nil, unit: String? = nil
    ) {
        self.evidence = evidence
        self.section = section
        self.row = row
        self.column = column
        self.line = line
        self.value = value
        self.unit = unit
    }
}
