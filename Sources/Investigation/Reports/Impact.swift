public import Analysis

/// What was touched and what was not, in four buckets; nothing is silently left out.
public struct Impact: Codable, Sendable, Equatable {
    public var affected: [Part]
    public var healthy: [Part]
    public var changedForAnotherReason: [Part]
    public var notChecked: [Part]
    /// Who met it; nil where that was not counted, or spans name nobody.
    public var people: UserImpact?

    /// A service, or one operation of it.
    public struct Part: Codable, Sendable, Equatable, Hashable {
        public var service: String
        public var operation: String?
        /// What was seen, such as `errors 0.1 % -> 12 %`.
        public var observation: String

        /// Makes a part.
        public init(service: String, operation: String? = nil, observation: String = "") {
            self.service = service
            self.operation = operation
            self.observation = observation
        }
    }

    /// Makes an impact.
    public init(
        affected: [Part] = [], healthy: [Part] = [], changedForAnotherReason: [Part] = [], notChecked: [Part] = [],
        people: UserImpact? = nil
    ) {
        self.affected = affected
        self.healthy = healthy
        self.changedForAnotherReason = changedForAnotherReason
        self.notChecked = notChecked
        self.people = people
    }

    /// Who met it, in one sentence.
    public var peopleSentence: String? { people?.sentence }

    private enum CodingKeys: String, CodingKey {
        case affected, healthy, people
        case changedForAnotherReason = "changed_for_another_reason"
        case notChecked = "not_checked"
    }
}
