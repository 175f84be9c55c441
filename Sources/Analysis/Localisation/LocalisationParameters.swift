/// Every number that localisation's scores depend on.
///
/// None was fitted by an optimiser. `whyd eval` varies each of them and all of them together, so that METHODS.md can say
/// how much hangs on their exact values.
public struct LocalisationParameters: Sendable, Equatable {
    // Combining.

    /// Share of the weaker of two signals that is added to the stronger.
    public var agreementShare = 0.2
    /// The same between the operations of a service whose flows changed.
    public var operationAgreementShare = 0.2

    // Both times and flows.

    /// How many median deviations between slices of the baseline are usual movement.
    public var movementFactor = 1.5
    /// Rows at which half of a change counts.
    public var countShrinkage = 3.0

    // Times.

    /// Added before taking logarithms, so that microseconds do not double by accident.
    public var floorMilliseconds = 1.0
    /// Usual movement in logarithm units where two slices or fewer cannot tell it.
    public var unknownMovement = 0.3
    /// What a service's slowest own operation counts beside the gaps around it.
    public var ownTimeWeight = 0.8
    /// Share of the mean of all three that is added to the strongest.
    public var corroborationShare = 0.25
    /// Pulls the average gap over those who call a service toward nothing.
    public var incomingShrinkage = 1.0
    /// The same over those it calls; more, since a caller can only be told from its callees by several of them.
    public var outgoingShrinkage = 2.0
    /// From this gap on, a call counts as slow when callers are judged.
    public var slowCallLevel = 0.5
    /// What is left of a gap whose caller is slow toward most of those it calls.
    public var slowCallerShare = 0.5

    // Flows.

    /// A gain counts by how rare the step was, a loss by how regular, to this power.
    public var noveltyPower = 3.0
    /// A flow that ends where it used to go on is what an early return or an exception looks like.
    public var endWeight = 1.3
    /// A service whose flow ends after a call keeps this much of its own changes in the same operation.
    public var explainedShare = 0.4
    /// From this ratio of callee's to own score on, the callee explains the change.
    public var explainingRatio = 0.5
    /// From this gain on, client spans without an answer make an operation unanswered.
    public var unansweredLevel = 0.2
    /// Standard errors of the bounds that shares must leave.
    public var boundDeviations = 1.0

    // Errors and silence.

    /// The upper bound of an operation's errors where it has no baseline.
    public var unseenErrorShare = 0.01
    /// Less than this share of what is due is silence.
    public var silentShare = 0.05
    /// A callee of a service whose flow changed is called less for that reason; this much of its silence counts.
    public var explainedSilenceShare = 0.3
    /// From this score on a flow has changed, when silence is judged.
    public var changedFlowLevel = 0.5

    // The kind of fault.

    /// From this ratio of own time to gaps on, a slow service works rather than waits.
    public var workRatio = 0.5
    /// From this gain on, a new end of a service's log lines tells how its flow broke.
    public var tellingLevel = 0.3

    /// The parameters as they ship.
    public init() {}

    /// Every parameter that scores and kinds depend on, by name.
    public static let all: [(name: String, path: any WritableKeyPath<LocalisationParameters, Double> & Sendable)] = [
        ("agreementShare", \.agreementShare), ("boundDeviations", \.boundDeviations),
        ("changedFlowLevel", \.changedFlowLevel), ("corroborationShare", \.corroborationShare),
        ("countShrinkage", \.countShrinkage), ("endWeight", \.endWeight), ("explainedShare", \.explainedShare),
        ("explainedSilenceShare", \.explainedSilenceShare), ("explainingRatio", \.explainingRatio),
        ("floorMilliseconds", \.floorMilliseconds), ("incomingShrinkage", \.incomingShrinkage),
        ("movementFactor", \.movementFactor), ("noveltyPower", \.noveltyPower),
        ("operationAgreementShare", \.operationAgreementShare), ("outgoingShrinkage", \.outgoingShrinkage),
        ("ownTimeWeight", \.ownTimeWeight), ("silentShare", \.silentShare), ("slowCallLevel", \.slowCallLevel),
        ("slowCallerShare", \.slowCallerShare), ("tellingLevel", \.tellingLevel),
        ("unansweredLevel", \.unansweredLevel), ("unknownMovement", \.unknownMovement),
        ("unseenErrorShare", \.unseenErrorShare), ("workRatio", \.workRatio),
    ]
}
