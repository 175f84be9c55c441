/// What whyd says to a model besides the prompt; constant, so that transcripts can be compared.
enum LoopWords {
    static let submit = """
        Call submit_report to end the investigation; text alone is not a report. If something is still open, test it first.
        """

    static let checkpoint = """
        The conversation grew too long and begins anew here; nothing that was found is lost. Every result listed can be \
        read with read_evidence by its id and cited. Go on from the ledger, do not repeat calls.
        """

    static let withdrawn = """
        The tools that gather evidence are withdrawn; only hypotheses and submit_report answer.
        """

    static func withdrawal(_ reason: String, _ mode: InvestigationPlan.Mode) -> String {
        switch mode {
        case .investigate: "\(reason) \(withdrawn) Bring the ledger up to date and submit the report now."
        case .answer, .watch: "\(reason) Answer now with what you have; tools no longer answer."
        }
    }

    static func lastStep(_ reason: String, _ mode: InvestigationPlan.Mode) -> String {
        switch mode {
        case .investigate:
            """
            Last step: \(reason). Tools cannot be called any more. Answer with the report as one JSON object of the form \
            that submit_report takes, and nothing else.
            """
        case .answer, .watch: "Last step: \(reason). Tools cannot be called any more. Answer with what you have."
        }
    }
}
