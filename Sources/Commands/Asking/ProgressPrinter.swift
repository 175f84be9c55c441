import Investigation
import JSONValues
import LanguageModels
import Synchronization
import ToolKit

/// Shows an investigation on the terminal as it happens: words as they come, tools as they are called.
final class ProgressPrinter: Sendable {
    private let terminal: Terminal
    /// Whether the cursor stands in the middle of streamed words.
    private let isMidLine = Mutex(false)
    /// What the newest answer of the model has said so far.
    private let said = Mutex("")

    init(_ terminal: Terminal) { self.terminal = terminal }

    /// Shows one event.
    func show(_ event: InvestigationEvent) {
        switch event {
        case .dossierReady(let dossier):
            line("\(terminal.styled("dossier", .cyan)) \(dossier.output.summary)")
        case .stepStarted(let step, let model):
            said.withLock { $0 = "" }
            line(terminal.styled("step \(step), \(model)", .dim))
        case .delta(let delta):
            show(delta)
        case .toolCalled(let name, let arguments):
            line("\(terminal.styled("→ \(name)", .cyan)) \(terminal.styled(String(arguments.text.prefix(160)), .dim))")
        case .toolReturned(_, let evidence, let summary, let isError):
            let mark = isError ? terminal.styled("✗", .red) : terminal.styled("←", .cyan)
            line("\(mark) \(evidence.map { "[\($0)] " } ?? "")\(summary)")
        case .notice(let words):
            line(terminal.styled("! \(words)", .yellow))
        case .reported:
            endLine()
        }
    }

    /// Whether these words were just streamed, so that they need not be printed again.
    func hasSaid(_ words: String) -> Bool { said.withLock { $0.contains(words) } }

    private func show(_ delta: ModelDelta) {
        switch delta {
        case .text(let text):
            said.withLock { $0 += text }
            isMidLine.withLock { $0 = !text.hasSuffix("\n") }
            terminal.write(text)
        case .thinking(let text):
            isMidLine.withLock { $0 = !text.hasSuffix("\n") }
            terminal.write(terminal.styled(text, .dim))
        case .toolCallStarted:
            endLine()
        }
    }

    private func line(_ text: String) {
        endLine()
        terminal.line(text)
    }

    private func endLine() {
        let wasMidLine = isMidLine.withLock { isMidLine in
            defer { isMidLine = false }
            return isMidLine
        }
        if wasMidLine { terminal.line() }
    }
}
