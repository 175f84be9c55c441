/// Words of flow steps, and of what changed between them.
package enum FlowSteps {
    package static let start = "the start"
    package static let end = "the end"
    /// What the words of an error record begin with.
    package static let errorLine = "the error line "

    /// How often one step follows another inside an operation, now and before, as a sentence.
    package static func sentence(_ operation: String, from: String, to: String, _ change: ShareChange) -> String {
        let what =
            switch (from, to) {
            case (start, end): "\(operation) has no step inside"
            case (start, _): "\(operation) begins with \(to)"
            case (_, end): "\(operation) ends after \(from)"
            default: "In \(operation), \(from) is followed by \(to)"
            }
        return "\(what) in \(Rounded.percent(change.share)) of \(change.count) cases, "
            + "\(Rounded.percent(change.usualShare)) before."
    }
}
