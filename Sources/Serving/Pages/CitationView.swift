import Investigation
import JSONValues

/// A citation as the page shows it: a link to the evidence, and what stands there.
struct CitationView {
    let citation: Citation

    var values: [String: Any] {
        let value = citation.value.map { PageText.cell($0) + (citation.unit.map { " \($0)" } ?? "") }
        return [
            "evidence": EvidenceID(citation.evidence)?.description ?? citation.evidence,
            "place": place.joined(separator: ", "), "value": value ?? "",
        ]
    }

    private var place: [String] {
        var place = [citation.section ?? ""].filter { !$0.isEmpty }
        place += (citation.row ?? [:]).sorted { $0.key < $1.key }.map { "\($0.key) = \(PageText.cell($0.value))" }
        if let line = citation.line { place.append("line \(line)") }
        if let column = citation.column { place.append(column) }
        return place
    }
}
