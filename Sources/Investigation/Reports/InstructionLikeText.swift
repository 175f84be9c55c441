import JSONValues
import ToolKit

/// Notices text in evidence that talks to a reader like an instruction. A hint for people, never a defence.
enum InstructionLikeText {
    private static let phrases = [
        "ignore previous", "ignore all previous", "ignore the above", "disregard previous", "disregard the above",
        "system prompt", "you are now", "you must now", "as an ai", "new instructions", "assistant:", "system:",
        "</tool", "<|im_start|>", "do not report", "report that the", "call the tool", "submit_report",
    ]

    /// One sentence for the report where something was found; nil where nothing was.
    static func note(over evidence: some Collection<Evidence>) -> String? {
        let found = evidence.filter { isSuspicious($0.output) }.map(\.id).sorted()
        guard !found.isEmpty else { return nil }
        let ids = found.map(\.description).joined(separator: ", ")
        return "Telemetry or source contains instruction-like text (\(ids)); it was treated as data."
    }

    private static func isSuspicious(_ output: ToolOutput) -> Bool {
        output.sections.contains { section in
            switch section.content {
            case .text(let text): matches(text)
            case .table(let table): table.rows.contains { $0.contains { $0.string.map(matches) ?? false } }
            }
        }
    }

    private static func matches(_ text: String) -> Bool {
        guard text.utf8.count >= 7 else { return false }
        let text = text.lowercased()
        return phrases.contains { text.contains($0) }
    }
}
