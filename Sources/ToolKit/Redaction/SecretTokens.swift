/// Tokens that carry their issuer's prefix, JSON web tokens, private keys, and credentials inside URLs.
enum SecretTokens {
    /// A token's prefix, and how many characters of its alphabet follow at least.
    private static let prefixes: [(text: [UInt8], minimum: Int)] = [
        ("AKIA", 16), ("ASIA", 16), ("ABIA", 16), ("ACCA", 16), ("sk-", 20), ("sk_live_", 16), ("sk_test_", 16),
        ("rk_live_", 16), ("ghp_", 30), ("gho_", 30), ("ghu_", 30), ("ghs_", 30), ("ghr_", 30), ("github_pat_", 30),
        ("glpat-", 18), ("xoxb-", 10), ("xoxp-", 10), ("xoxa-", 10), ("xoxr-", 10), ("xoxs-", 10), ("AIza", 33),
        ("ATATT3", 40), ("ops_eyJ", 40), ("AGE-SECRET-KEY-1", 30), ("4b1d", 38), ("npm_", 30), ("pypi-AgE", 20),
        ("lin_api_", 20), ("dop_v1_", 40), ("hf_", 30), ("SG.", 30), ("eyJ", 30),
    ].map { (Array($0.0.utf8), $0.1) }
    private static let firstBytes = Set(prefixes.map { $0.text[0] })
    private static let slackHook = Array("hooks.slack.com/services/".utf8)
    private static let keyBegin = Array("-----BEGIN ".utf8)
    private static let keyEnd = Array("-----END ".utf8)
    private static let privateKey = Array("PRIVATE KEY".utf8)

    static func matches(in text: [UInt8]) -> [SensitiveShapes.Match] {
        var found: [SensitiveShapes.Match] = []
        var position = 0
        while position < text.count {
            if let match = match(at: position, in: text) {
                found.append(match)
                position = match.range.upperBound
            } else {
                position += 1
            }
        }
        return found
    }

    private static func match(at position: Int, in text: [UInt8]) -> SensitiveShapes.Match? {
        let byte = text[position]
        if byte == 45, text.has(keyBegin, at: position) { return key(at: position, in: text) }
        if byte == 58, let range = credentials(at: position, in: text) { return .init(kind: "secret", range: range) }
        if byte == 104, text.has(slackHook, at: position) {
            let start = position + slackHook.count
            return .init(kind: "secret", range: start..<text.end(from: start) { $0.isWordPart || $0 == 47 })
        }
        guard firstBytes.contains(byte), position == 0 || !text[position - 1].isAlphanumeric else { return nil }
        for prefix in prefixes where text.has(prefix.text, at: position) {
            let end = text.end(from: position + prefix.text.count) { $0.isWordPart || $0 == 46 }
            if end - position - prefix.text.count >= prefix.minimum {
                return .init(kind: "secret", range: position..<end)
            }
        }
        return nil
    }

    /// A PEM block of a private key; to the end of the text where its end is missing.
    private static func key(at position: Int, in text: [UInt8]) -> SensitiveShapes.Match? {
        let line = text.end(from: position) { $0 != 10 }
        let isPrivate = (position..<line).contains { text.has(privateKey, at: $0) }
        guard isPrivate else { return nil }
        var end = position + keyBegin.count
        while end < text.count, !text.has(keyEnd, at: end) { end += 1 }
        end = text.end(from: min(text.count, end + keyEnd.count)) { $0 != 10 }
        return .init(kind: "secret", range: position..<end)
    }

    /// `user:password` of `scheme://user:password@host`, where `position` is the colon before the slashes.
    private static func credentials(at position: Int, in text: [UInt8]) -> Range<Int>? {
        guard text.has([58, 47, 47], at: position) else { return nil }
        let start = position + 3
        let end = text.end(from: start) { $0 > 32 && $0 != 64 && $0 != 47 && $0 != 34 && $0 != 39 && $0 != 63 }
        guard end < text.count, text[end] == 64, text[start..<end].contains(58) else { return nil }
        return start..<end
    }
}
