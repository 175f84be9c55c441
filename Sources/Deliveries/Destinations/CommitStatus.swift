import Casebook
import Investigation

/// What a report says as the status of a commit.
struct CommitStatus: Sendable, Equatable {
    /// Where a status of the same name is replaced.
    var name: String
    var isGood: Bool
    /// At most 140 characters.
    var description: String
    var link: String?

    init(_ parcel: Parcel, name: String?) {
        let report = parcel.report.report
        // The key makes the status of a report findable where nobody gave it a name.
        self.name = "whyd/\(name ?? String(parcel.key.prefix(8)))"
        let words = PlainText.inline(.outside(report.title, limit: 130))
        description = String(String.UnicodeScalarView(words.unicodeScalars.prefix(138)))
        link = parcel.link
        isGood =
            switch report.outcome {
            case .causeFound: false
            case .noFault, .answered: true
            case .inconclusive: report.severity == .none || report.severity == .notice
            }
    }
}
