/// Regular expressions as queries carry them.
enum RegularExpression {
    /// The pattern, once it is known to compile.
    ///
    /// - Throws: `TraceQLError` naming what is wrong with it.
    static func checked(
        _ pattern: String, at position: TraceQLError.Position? = nil
    ) throws(TraceQLError) -> String {
        do {
            _ = try Regex(pattern)
            return pattern
        } catch {
            throw TraceQLError(.invalid, "'\(pattern.prefix(80))' is not a regular expression: \(error)", at: position)
        }
    }

    /// A pattern that matches exactly this text.
    static func escaped(_ text: String) -> String {
        text.reduce(into: "") { pattern, character in
            if "\\.+*?()|[]{}^$/-".contains(character) { pattern.append("\\") }
            pattern.append(character)
        }
    }
}
