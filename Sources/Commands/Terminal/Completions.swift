import CLineEditing
import Synchronization

/// The prompt libedit reads through a C callback; it lives as long as the process.
enum Prompt {
    static var text: UnsafePointer<CChar>? { UnsafePointer(bytes.address) }

    private static let bytes = Bytes("whyd> ")

    private struct Bytes: Sendable {
        /// Written once, before anyone reads it, and never freed.
        nonisolated(unsafe) let address: UnsafeMutablePointer<CChar>

        init(_ text: String) {
            let characters = text.utf8CString
            address = .allocate(capacity: characters.count)
            for (offset, character) in characters.enumerated() { address[offset] = character }
        }
    }
}

/// What a tab completes; C callbacks carry no context of ours, so the words stand here.
enum Completions {
    static let words = Mutex<[String]>([])

    /// Completes the word before the cursor where only one fits, else shows those that do.
    static func complete(_ editor: OpaquePointer?) -> UInt8 {
        guard let line = el_line(editor)?.pointee, let start = line.buffer else { return UInt8(CC_ERROR) }
        let typed = String(
            decoding: UnsafeRawBufferPointer(start: start, count: line.cursor - UnsafePointer(start)), as: UTF8.self)
        let fitting = words.withLock { $0.filter { $0.hasPrefix(typed) } }
        guard let only = fitting.first else { return UInt8(CC_ERROR) }
        if fitting.count == 1 {
            _ = el_insertstr(editor, only.dropFirst(typed.count) + " ")
            return UInt8(CC_REFRESH)
        }
        print("\n" + fitting.joined(separator: "  "))
        return UInt8(CC_REDISPLAY)
    }
}
