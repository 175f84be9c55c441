/// Foreign text on one line of a drawing.
enum OneLine {
    /// The text with line breaks and other control characters as spaces, cut to 200 characters.
    static func text(_ text: String) -> String {
        let cut = text.prefix(200)
        let line = String(cut.map { $0.isNewline || $0.unicodeScalars.allSatisfy { $0.value < 32 } ? " " : $0 })
        return cut.endIndex < text.endIndex ? line + "..." : line
    }
}
