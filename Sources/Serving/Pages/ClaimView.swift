import Investigation

/// A claim as the page shows it: what the verifier found stands first.
struct ClaimView {
    let number: Int
    let claim: Claim

    var values: [String: Any] {
        [
            "number": number, "text": claim.text, "kind": claim.kind.rawValue,
            "status": claim.outcome.status.rawValue, "mark": mark, "reasons": claim.outcome.reasons,
            "citations": claim.citations.map { CitationView(citation: $0).values },
        ]
    }

    private var mark: String {
        switch claim.outcome.status {
        case .verified: "\u{2713}"
        case .rejected: "\u{2717}"
        case .assumed: "\u{2248}"
        case .unchecked: "?"
        }
    }
}
