public import Telemetry

/// The published result of an investigation.
public struct Report: Codable, Sendable, Equatable {
    public var title: String
    /// The answer in one paragraph.
    public var answer: String
    public var outcome: Outcome
    public var severity: Severity
    /// Follows from what could be checked, not from what the model says (`ConfidenceRules`).
    public var confidence: Confidence
    /// When the change began, where that is known.
    public var onset: Timestamp?
    public var impact: Impact
    public var timeline: [TimelineEntry]
    /// Nil where no cause was found or there is nothing to explain.
    public var cause: Cause?
    /// Most suspect first.
    public var suspects: [Suspect]
    public var claims: [Claim]
    /// Every hypothesis of the ledger, the refuted ones with the evidence against them.
    public var hypotheses: [Hypothesis]
    public var blindSpots: [BlindSpot]
    public var nextSteps: [String]
    public var predictions: [Prediction]
    /// What whyd itself has to say about this report: dropped claims, budgets, instruction-like text in telemetry.
    public var notes: [String]
    public var making: Making

    /// How an investigation ended.
    public enum Outcome: String, Codable, Sendable, CaseIterable {
        case causeFound = "cause_found"
        case noFault = "no_fault"
        case inconclusive
        /// The answer to a person's question.
        case answered
    }

    /// How much it matters.
    public enum Severity: String, Codable, Sendable, CaseIterable { case none, notice, warning, critical }

    /// How sure the report is.
    public enum Confidence: String, Codable, Sendable, CaseIterable { case confirmed, likely, possible, inconclusive }

    private enum CodingKeys: String, CodingKey {
        case title, answer, outcome, severity, confidence, onset, impact, timeline, cause, suspects, claims, hypotheses
        case predictions, notes, making
        case blindSpots = "blind_spots"
        case nextSteps = "next_steps"
    }

    /// Makes a report.
    public init(
        title: String, answer: String, outcome: Outcome = .inconclusive, severity: Severity = .notice,
        confidence: Confidence = .inconclusive, onset: Timestamp? = nil, impact: Impact = Impact(),
        timeline: [TimelineEntry] = [], cause: Cause? = nil, suspects: [Suspect] = [], claims: [Claim] = [],
        hypotheses: [Hypothesis] = [], blindSpots: [BlindSpot] = [], nextSteps: [String] = [],
        predictions: [Prediction] = [], notes: [String] = [], making: Making = Making()
    ) {
        self.title = title
        self.answer = answer
        self.outcome = outcome
        self.severity = severity
        self.confidence = confidence
        self.onset = onset
        self.impact = impact
        self.timeline = timeline
        self.cause = cause
        self.suspects = suspects
        self.claims = claims
        self.hypotheses = hypotheses
        self.blindSpots = blindSpots
        self.nextSteps = nextSteps
        self.predictions = predictions
        self.notes = notes
        self.making = making
    }
}

extension Report {
    /// Claims that were checked and hold.
    public var verifiedClaims: Int { claims.count { $0.outcome.status == .verified } }

    /// `5 of 6 claims verified`.
    public var verificationSentence: String { "\(verifiedClaims) of \(claims.count) claims verified" }

    /// The services named as affected, each once, in order.
    public var affectedServices: [String] {
        impact.affected.reduce(into: []) { if !$0.contains($1.service) { $0.append($1.service) } }
    }
}
