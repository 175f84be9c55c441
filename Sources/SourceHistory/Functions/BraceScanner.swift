/// Finds where a block in braces ends, leaving out strings and comments.
struct BraceScanner {
    private var depth = 0
    private var hasOpened = false
    private var inComment = false

    /// The line (from 1) on which the first block opened at or after `start` closes; `start` where none opens before
    /// the statement ends.
    static func end(of lines: [String], from start: Int) -> Int {
        var scanner = BraceScanner()
        for number in start...max(start, lines.count) where number <= lines.count {
            if scanner.closes(on: lines[number - 1]) { return number }
            if !scanner.hasOpened, number - start > 12 { return start }
        }
        return scanner.hasOpened ? lines.count : start
    }

    private mutating func closes(on line: String) -> Bool {
        var quote: UInt8?
        var previous: UInt8 = 0
        for byte in line.utf8 {
            defer { previous = byte == UInt8(ascii: "\\") && previous == UInt8(ascii: "\\") ? 0 : byte }
            if inComment {
                if byte == UInt8(ascii: "/"), previous == UInt8(ascii: "*") { inComment = false }
                continue
            }
            if let open = quote {
                if byte == open, previous != UInt8(ascii: "\\") { quote = nil }
                continue
            }
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "`"): quote = byte
            case UInt8(ascii: "/") where previous == UInt8(ascii: "/"): return false
            case UInt8(ascii: "*") where previous == UInt8(ascii: "/"): inComment = true
            case UInt8(ascii: "{"):
                depth += 1
                hasOpened = true
            case UInt8(ascii: "}"):
                depth -= 1
                if hasOpened, depth == 0 { return true }
            default: break
            }
        }
        return false
    }
}
