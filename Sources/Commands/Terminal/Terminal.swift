import Foundation

/// What is written to standard output, with colour where a person is looking.
struct Terminal: Sendable {
    /// Whether standard output is a terminal that takes colour.
    let isStyled: Bool

    /// The process's own terminal; `NO_COLOR` turns styles off.
    static let standard = Terminal(
        isStyled: isatty(STDOUT_FILENO) == 1 && ProcessInfo.processInfo.environment["NO_COLOR"] == nil)

    /// Columns of the screen; 120 where there is none.
    var width: Int {
        var size = winsize()
        guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 120 }
        return Int(size.ws_col)
    }

    /// ANSI styles in use.
    enum Style: String, Sendable {
        case bold = "1"
        case dim = "2"
        case red = "31"
        case green = "32"
        case yellow = "33"
        case cyan = "36"
    }

    /// The text in a style.
    func styled(_ text: String, _ style: Style) -> String {
        isStyled ? "\u{1B}[\(style.rawValue)m\(text)\u{1B}[0m" : text
    }

    /// Writes a line.
    func line(_ text: String = "") { write(text + "\n") }

    /// Says something beside the output, on standard error.
    func note(_ text: String) { FileHandle.standardError.write(Data("whyd: \(text)\n".utf8)) }

    /// Writes text at once, without an end of line.
    func write(_ text: String) { FileHandle.standardOutput.write(Data(text.utf8)) }
}
