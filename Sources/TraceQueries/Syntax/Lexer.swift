/// Cuts TraceQL into tokens, each with its place.
///
/// As in Tempo, an attribute's key ends at whitespace or at one of `{ } ( ) = ~ ! < > & | ^ ,`: arithmetic on
/// attributes needs spaces around its operators.
struct Lexer {
    private let characters: [Character]
    private var index = 0
    private var position = TraceQLError.Position(offset: 0, line: 1, column: 1)

    private init(_ text: String) { characters = Array(text) }

    /// The tokens of a text; the last is `end`.
    ///
    /// - Throws: `TraceQLError` with code `syntax` for an unfinished string or a character that starts no token.
    static func tokens(of text: String) throws(TraceQLError) -> [Token] {
        var lexer = Lexer(text)
        var tokens: [Token] = []
        repeat { tokens.append(try lexer.next()) } while tokens.last?.kind != .end
        return tokens
    }

    private mutating func next() throws(TraceQLError) -> Token {
        while let character = peek(), character.isWhitespace { advance() }
        let (start, place) = (index, position)
        let kind = try kind()
        return Token(kind: kind, position: place, text: String(characters[start..<index]))
    }

    private mutating func kind() throws(TraceQLError) -> Token.Kind {
        guard let character = peek() else { return .end }
        if character == "\"" { return .string(try quoted("\"")) }
        if character == "`" { return .string(try quoted("`")) }
        if isDigit(character) || (character == "." && peek(1).map(isDigit) == true) { return try number() }
        if character == "." { advance(); return .attribute(AttributeReference(.any, try key())) }
        if character.isLetter || character == "_" { return try word() }
        for symbol in Symbol.byLength where starts(with: symbol.rawValue) {
            symbol.rawValue.forEach { _ in advance() }
            return .symbol(symbol)
        }
        throw TraceQLError(.syntax, "'\(character)' starts no word of TraceQL", at: position)
    }

    // MARK: Words

    private mutating func word() throws(TraceQLError) -> Token.Kind {
        var word = ""
        while let character = peek(), character.isLetter || character.isNumber || character == "_" {
            word.append(character)
            advance()
        }
        if peek() == ".", word == "parent" { advance(); return .attribute(try parentAttribute()) }
        if peek() == ".", let scope = AttributeReference.Scope(rawValue: word), scope != .any {
            advance()
            return .attribute(AttributeReference(scope, try key()))
        }
        guard peek() == ":" else { return .identifier(word) }
        advance()
        var name = ""
        while let character = peek(), character.isLetter { name.append(character); advance() }
        return .scopedIntrinsic(scope: word, name: name)
    }

    private mutating func parentAttribute() throws(TraceQLError) -> AttributeReference {
        for scope in [AttributeReference.Scope.span, .resource] where starts(with: scope.rawValue + ".") {
            for _ in 0...scope.rawValue.count { advance() }
            return AttributeReference(scope, try key(), ofParent: true)
        }
        return AttributeReference(.any, try key(), ofParent: true)
    }

    private mutating func key() throws(TraceQLError) -> String {
        let place = position
        var key = ""
        while let character = peek(), isPartOfKey(character) {
            if character == "\"" { key += try quoted("\"") } else { key.append(character); advance() }
        }
        guard !key.isEmpty else { throw TraceQLError(.syntax, "an attribute needs a name after its scope", at: place) }
        return key
    }

    private func isPartOfKey(_ character: Character) -> Bool {
        !character.isWhitespace && !"{}()=~!<>&|^,".contains(character)
    }

    // MARK: Literals

    private mutating func quoted(_ quote: Character) throws(TraceQLError) -> String {
        let place = position
        advance()
        var text = ""
        while let character = peek() {
            advance()
            if character == quote { return text }
            guard character == "\\", quote == "\"" else { text.append(character); continue }
            guard let escaped = peek() else { break }
            advance()
            switch escaped {
            case "n": text.append("\n")
            case "t": text.append("\t")
            case "r": text.append("\r")
            case "\"", "\\": text.append(escaped)
            default:
                throw TraceQLError(
                    .syntax, "'\\\(escaped)' is not an escape", at: place,
                    hint: "write regular expressions in backticks, or with \\\\")
            }
        }
        throw TraceQLError(.syntax, "this string has no end", at: place)
    }

    private mutating func number() throws(TraceQLError) -> Token.Kind {
        let (place, start) = (position, index)
        while let character = peek(), isDigit(character) || character == "." || character.isLetter { advance() }
        let text = String(characters[start..<index])
        if let integer = Int64(text) { return .integer(integer) }
        if text.allSatisfy({ isDigit($0) || $0 == "." || $0 == "e" }), let number = Double(text) {
            return .number(number)
        }
        if let nanoseconds = DurationText.nanoseconds(text) { return .duration(nanoseconds) }
        throw TraceQLError(
            .syntax, "'\(text)' is neither a number nor a duration", at: place,
            hint: "durations end in ns, us, ms, s, m, h or d")
    }

    private func isDigit(_ character: Character) -> Bool { character.isASCII && character.isNumber }

    // MARK: Characters

    private func peek(_ distance: Int = 0) -> Character? {
        index + distance < characters.count ? characters[index + distance] : nil
    }

    private func starts(with text: String) -> Bool { characters[index...].starts(with: text) }

    private mutating func advance() {
        let character = characters[index]
        index += 1
        position.offset += character.utf8.count
        position.column += 1
        if character.isNewline { position.line += 1; position.column = 1 }
    }
}
