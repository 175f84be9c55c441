/// Makes statements that differ only in their values the same.
enum StatementTemplate {
    /// The statement without literals: quoted text and numbers become `?`, and lists of them one `?`.
    static func of(_ statement: String) -> String {
        var (result, quote, number) = ("", Character?.none, false)
        for character in statement.prefix(2000) {
            if let open = quote {
                if character == open { quote = nil }
                continue
            }
            if character == "'" {
                quote = character
                result.append("?")
            } else if character.isNumber, !(result.last?.isLetter ?? false), result.last != "_" {
                if !number { result.append("?") }
                number = true
                continue
            } else if character.isWhitespace {
                if result.last != " " { result.append(" ") }
            } else {
                result.append(character)
            }
            number = false
        }
        while result.contains("?, ?") { result = result.replacing("?, ?", with: "?") }
        while result.contains("?,?") { result = result.replacing("?,?", with: "?") }
        return result
    }
}
