/// Words of code and messages, cut so that `expiresAt`, `expired` and `expiry_check` meet.
enum ChangeWords {
    /// Lower-case stems of the words of a text; identifiers are split at case and punctuation.
    static func stems(_ text: String) -> [String] {
        var words: [String] = []
        var word = ""
        var previous: Character = " "
        for character in text {
            let isBorder = !character.isLetter || (character.isUppercase && previous.isLowercase)
            if isBorder, !word.isEmpty {
                words.append(word)
                word = ""
            }
            if character.isLetter { word.append(character) }
            previous = character
        }
        if !word.isEmpty { words.append(word) }
        return words.map { $0.lowercased() }.filter { $0.count > 2 }.map(stem)
    }

    private static func stem(_ word: String) -> String {
        for suffix in ["ing", "ed", "es", "s"] where word.hasSuffix(suffix) && word.count - suffix.count > 3 {
            return String(word.dropLast(suffix.count))
        }
        return word
    }

    /// Whether a file cannot change what runs: documentation, tests, styling, lock files.
    static func isBeside(_ path: String) -> Bool {
        let path = path.lowercased()
        let folders = ["docs/", "doc/", "documentation/", "testdata/", ".github/", "tests/", "test/"]
        let endings = [
            "_test.go", ".md", ".css", ".html", ".yml", ".svg", "codeowners", "dockerfile", "go.mod", "go.sum",
            "package-lock.json", "theme.ts", "requirements.txt", ".lock", ".rst",
        ]
        return folders.contains { path.hasPrefix($0) || path.contains("/\($0)") }
            || endings.contains { path.hasSuffix($0) } || path.contains("/test_")
    }
}
