/// Words of identifiers, routes and sentences, as a ranking compares them.
enum Identifiers {
    /// Lower-case words: `escapeXml_2` gives `escapexml2`, `escape`, `xml`; words of one letter and numbers are left out,
    /// because a line number, a count or a port that two texts share says nothing.
    static func words(_ text: some StringProtocol) -> [String] {
        var found: [String] = []
        for token in text.split(whereSeparator: { !($0.isLetter || $0.isNumber || $0 == "_") }) {
            let parts = parts(of: token)
            let whole = parts.count > 1 ? [token.lowercased().replacing("_", with: "")] : []
            found += (whole + parts).filter { $0.count > 1 && !$0.allSatisfy(\.isNumber) }
        }
        return found
    }

    /// Letters and digits only, in lower case.
    static func joined(_ text: some StringProtocol) -> String {
        text.lowercased().filter { $0.isLetter || $0.isNumber }
    }

    static func parts(of token: some StringProtocol) -> [String] {
        var (parts, current, previous) = ([String](), "", Character("_"))
        for character in token {
            let isBorder =
                character == "_" || character.isUppercase && previous.isLowercase
                || character.isNumber != previous.isNumber && previous != "_"
            if isBorder, !current.isEmpty {
                parts.append(current.lowercased())
                current = ""
            }
            if character != "_" { current.append(character) }
            previous = character
        }
        return current.isEmpty ? parts : parts + [current.lowercased()]
    }
}
