/// Ids of tool calls, as every provider takes them.
enum CallIdentifier {
    /// The id with nothing but letters, digits, `_` and `-`, at most 64 of them. The same id always gives the same
    /// text, so a call and its result stay together.
    static func safe(_ id: String) -> String {
        let safe = id.unicodeScalars.map { scalar -> Character in
            scalar.isASCII
                && (Character(scalar).isLetter || Character(scalar).isNumber || scalar == "_" || scalar == "-")
                ? Character(scalar) : "_"
        }
        return safe.isEmpty ? "call" : String(safe.prefix(64))
    }

    /// Ids for calls of one answer: the provider's where there is one and it is new, else one made up.
    static func unique(_ ids: [String], offset: Int) -> [String] {
        var taken: Set<String> = []
        return ids.enumerated().map { index, id in
            let made = id.isEmpty || taken.contains(id) ? "call_\(offset + index + 1)" : id
            taken.insert(made)
            return made
        }
    }
}
