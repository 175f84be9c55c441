import CLineEditing
import Synchronization

/// A line editor on the terminal: history, completion, incremental search.
///
/// libedit blocks while a person types, so the editor runs on a queue of its own.
actor LineEditor {
    private let executor = QueueExecutor(label: "line-editor")
    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    private let editor: OpaquePointer
    private let history: OpaquePointer
    private let historyFile: String

    /// Opens the terminal; nil where there is none.
    ///
    /// - Parameter words: What a tab completes at the start of a line.
    init?(historyFile: String, words: [String]) {
        guard let editor = clineediting_open("whyd"), let history = history_init() else { return nil }
        self.editor = editor
        self.history = history
        self.historyFile = historyFile
        Completions.words.withLock { $0 = words }
        _ = clineediting_history_set_size(history, 1000)
        _ = clineediting_history_set_unique(history, 1)
        _ = clineediting_set_prompt(editor) { _ in Prompt.text }
        _ = clineediting_set_mode(editor, "emacs")
        _ = clineediting_handle_signals(editor, 1)
        _ = clineediting_set_history(editor, history)
        _ = clineediting_add_function(editor, "complete", "complete") { editor, _ in Completions.complete(editor) }
        _ = clineediting_bind(editor, "^I", "complete")
        _ = clineediting_bind(editor, "^R", "em-inc-search-prev")
        _ = clineediting_history_load(history, historyFile)
    }

    /// The next line without its end; nil at the end of input.
    func readLine() -> String? {
        var count: Int32 = 0
        guard let bytes = el_gets(editor, &count), count > 0 else { return nil }
        let line = String(cString: bytes).trimmingSuffix { $0.isNewline }
        if !line.allSatisfy(\.isWhitespace) {
            _ = clineediting_history_enter(history, bytes)
            _ = clineediting_history_save(history, historyFile)
        }
        return String(line)
    }

    /// Gives the terminal back.
    func close() {
        el_end(editor)
        history_end(history)
    }
}

extension StringProtocol {
    fileprivate func trimmingSuffix(while isEnd: (Character) -> Bool) -> SubSequence {
        var end = endIndex
        while end > startIndex, isEnd(self[index(before: end)]) { end = index(before: end) }
        return self[..<end]
    }
}
