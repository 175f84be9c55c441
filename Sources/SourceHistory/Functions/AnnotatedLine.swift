/// A line that begins with annotations, attributes or decorators.
enum AnnotatedLine {
    /// What stands behind the annotations of a line; nothing where one of them goes on below.
    static func rest(of line: Substring) -> Substring {
        var rest = line.drop(while: \.isWhitespace)
        while rest.hasPrefix("@") || rest.hasPrefix("[") || rest.hasPrefix("#[") {
            if !rest.hasPrefix("[") { rest = rest.dropFirst() }
            while let next = rest.first, isOfName(next) || "([<".contains(next) {
                rest = isOfName(next) ? rest.dropFirst() : behindGroup(rest)
            }
            rest = rest.drop(while: \.isWhitespace)
            // `@Value ("x")`, `@doc "x"`.
            while let next = rest.first, "(\"".contains(next) { rest = behindGroup(rest) }
            rest = rest.drop { $0.isWhitespace || $0 == "," }
        }
        return rest
    }

    private static func isOfName(_ character: Character) -> Bool {
        character.isLetter || character.isNumber || "_.:$".contains(character)
    }

    /// What stands behind the brackets or the quotes that a text begins with; nothing where they do not close.
    private static func behindGroup(_ text: Substring) -> Substring {
        // The angles of generics; those of arrows and comparisons inside other brackets are none.
        let (opening, closing) = text.first == "<" ? ("<", ">") : ("([{", ")]}")
        var (depth, quote) = (0, Character?.none)
        for place in text.indices {
            let character = text[place]
            if let open = quote {
                if character == open { quote = nil }
            } else if "\"'`".contains(character) {
                quote = character
            } else if opening.contains(character) {
                depth += 1
            } else if closing.contains(character) {
                depth -= 1
            }
            if depth == 0, quote == nil { return text[place...].dropFirst() }
        }
        return ""
    }
}
