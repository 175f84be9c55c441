import ToolKit

/// The tools that belong to the loop itself: they work on its evidence, its ledger and its report.
enum LoopTools {
    static let hypotheses: ToolName = "hypotheses"
    static let readEvidence: ToolName = "read_evidence"
    static let submitReport: ToolName = "submit_report"

    /// What may still be called once the other tools are withdrawn.
    static let concluding: Set<String> = ["hypotheses", "submit_report"]

    /// Their definitions, in the order of their names.
    ///
    /// - Throws: `ToolWordsError` where an embedded file is broken, which a test would have shown.
    static func definitions(for mode: InvestigationPlan.Mode) throws(ToolWordsError) -> [ToolDefinition] {
        let reading = ToolDefinition(name: readEvidence, words: try words(PackageResources.read_evidence_md))
        guard mode == .investigate else { return [reading] }
        return [
            ToolDefinition(name: hypotheses, words: try words(PackageResources.hypotheses_md)),
            reading,
            ToolDefinition(name: submitReport, words: try words(PackageResources.submit_report_md)),
        ]
    }

    private static func words(_ bytes: [UInt8]) throws(ToolWordsError) -> ToolWords {
        try ToolWords(markdown: String(decoding: bytes, as: UTF8.self))
    }
}
