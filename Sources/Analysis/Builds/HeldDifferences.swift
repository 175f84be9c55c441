/// Differences of builds that somebody measured and still works with.
///
/// Who asks for the same sides meanwhile gets the same numbers, without a second look at the spans: a report and the tool
/// calls it cites cannot tell apart what arrived between them.
public actor HeldDifferences {
    private var held: [BuildSides: BuildDifference] = [:]

    /// Holds nothing.
    public init() {}

    /// Keeps a difference for everyone, until it is released.
    public func hold(_ difference: BuildDifference, of sides: BuildSides) { held[sides] = difference }

    /// Lets a difference go; whoever asks next measures.
    public func release(_ sides: BuildSides) { held[sides] = nil }

    func difference(of sides: BuildSides) -> BuildDifference? { held[sides] }
}
