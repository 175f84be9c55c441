/// Values that are secrets because of the name before them: `password=...`, `Authorization: Bearer ...`.
enum NamedSecrets {
    private static let names: [[UInt8]] = [
        "authorization", "set-cookie", "cookie", "x-api-key", "api_key", "apikey", "api-key", "access_key", "secret",
        "password", "passwd", "pwd", "token", "credential", "private_key", "sessionid", "session_id",
    ].map { Array($0.utf8) }
    private static let firstBytes = Set(names.map { $0[0] })
    /// Headers whose value runs to the end of the line.
    private static let wholeLine: Set<[UInt8]> = Set(["authorization", "set-cookie", "cookie"].map { Array($0.utf8) })

    static func matches(in text: [UInt8]) -> [SensitiveShapes.Match] {
        var found: [SensitiveShapes.Match] = []
        var position = 0
        while position < text.count {
            guard firstBytes.contains(text[position].lowered),
                let name = names.first(where: { text.hasIgnoringCase($0, at: position) })
            else {
                position += 1
                continue
            }
            let end = position + name.count
            if let range = value(after: end, name: name, in: text) {
                found.append(.init(kind: "secret", range: range))
                position = range.upperBound
            } else {
                position = end
            }
        }
        return found
    }

    private static func value(after name: Int, name bytes: [UInt8], in text: [UInt8]) -> Range<Int>? {
        // The rest of a longer name (`token_value`, `secrets`) is passed over, then quotes and blanks.
        var position = text.end(from: name) { $0.isWordPart }
        position = text.end(from: position) { $0 == 34 || $0 == 39 || $0 == 32 || $0 == 92 }
        guard position < text.count, text[position] == 61 || text[position] == 58 else { return nil }
        position = text.end(from: position + 1) { $0 == 34 || $0 == 39 || $0 == 32 || $0 == 92 || $0 == 62 }
        if wholeLine.contains(bytes) {
            let end = text.end(from: position) { $0 != 10 && $0 != 13 && $0 != 34 && $0 != 39 }
            return end - position >= 4 ? position..<end : nil
        }
        let end = text.end(from: position) { $0 > 32 && ![34, 39, 44, 59, 38, 41, 93, 125, 92].contains($0) }
        guard end > position, text[position] != 60 else { return nil }
        return isSecret(position..<end, name: bytes, in: text) ? position..<end : nil
    }

    /// Passwords may be short and plain; what follows `token` or `secret` must look random.
    private static func isSecret(_ range: Range<Int>, name: [UInt8], in text: [UInt8]) -> Bool {
        if name.starts(with: Array("pass".utf8)) || name == Array("pwd".utf8) { return range.count >= 4 }
        return range.count >= 10 && text.entropy(range) >= 3.0
    }
}
