import JSONValues
import ToolKit

/// Which of two compared sides something is about.
enum ComparedSide: String {
    case before = "baseline"
    case after = "window in question"

    /// From a sentence; nil where it names neither or both.
    init?(words: [String]) {
        let before: Set = ["baseline", "before", "previously", "formerly"]
        let after: Set = ["after", "afterwards", "now", "currently", "selection"]
        switch (words.contains { before.contains($0) }, words.contains { after.contains($0) }) {
        case (true, false): self = .before
        case (false, true): self = .after
        default: return nil
        }
    }

    /// From the names of the place cited: column, section, and the cells that pick the row.
    init?(_ citation: ResolvedCitation) {
        let names = [citation.column?.name, citation.section?.name].compactMap(\.self)
        let cells = (citation.citation.row ?? [:]).values.compactMap(\.string)
        self.init(names: names + cells)
    }

    /// From names of columns, sections and cells; the first that tells decides.
    init?(names: [String]) {
        for name in names {
            let parts = Set(name.lowercased().split { !$0.isLetter }.map(String.init))
            if !parts.isDisjoint(with: ["baseline", "before", "previous", "old", "expected"]) {
                self = .before
                return
            }
            if !parts.isDisjoint(with: ["selection", "window", "after", "current", "new", "observed"]) {
                self = .after
                return
            }
        }
        return nil
    }
}
