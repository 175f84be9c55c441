/// E-mail addresses, network addresses, telephone, card and bank account numbers.
enum PersonalData {
    static func matches(in text: [UInt8], includingAddresses: Bool) -> [SensitiveShapes.Match] {
        var found: [SensitiveShapes.Match] = []
        var position = 0
        while position < text.count {
            let match =
                text[position] == 64
                ? email(around: position, in: text)
                : startsWord(position, in: text) ? word(at: position, in: text, includingAddresses) : nil
            if let match {
                found.append(match)
                position = max(position + 1, match.range.upperBound)
            } else {
                position += 1
            }
        }
        return found
    }

    private static func startsWord(_ position: Int, in text: [UInt8]) -> Bool {
        guard position > 0 else { return true }
        let before = text[position - 1]
        return !before.isWordPart && before != 46
    }

    private static func word(
        at position: Int, in text: [UInt8], _ includingAddresses: Bool
    ) -> SensitiveShapes.Match? {
        let byte = text[position]
        if byte == 43 { return telephone(at: position, in: text) }
        if byte.isDigit {
            if let range = card(at: position, in: text) { return .init(kind: "card", range: range) }
            if includingAddresses, let range = addressV4(at: position, in: text) {
                return .init(kind: "ip", range: range)
            }
        }
        if (65...90).contains(byte), let range = account(at: position, in: text) {
            return .init(kind: "iban", range: range)
        }
        if includingAddresses, byte.isAlphanumeric || byte == 58, let range = addressV6(at: position, in: text) {
            return .init(kind: "ip", range: range)
        }
        return nil
    }

    private static func email(around at: Int, in text: [UInt8]) -> SensitiveShapes.Match? {
        func isLocal(_ byte: UInt8) -> Bool { byte.isWordPart || byte == 46 || byte == 43 || byte == 37 }
        var start = at
        while start > 0, isLocal(text[start - 1]) { start -= 1 }
        var end = text.end(from: at + 1) { $0.isWordPart || $0 == 46 }
        while end > at + 1, text[end - 1] == 46 || text[end - 1] == 45 { end -= 1 }
        let domain = text[(at + 1)..<end]
        guard start < at, let dot = domain.lastIndex(of: 46), dot > at + 1, end - dot > 2,
            text[(dot + 1)..<end].allSatisfy(\.isLetter)
        else { return nil }
        return .init(kind: "email", range: start..<end)
    }

    private static func addressV4(at position: Int, in text: [UInt8]) -> Range<Int>? {
        let end = text.end(from: position) { $0.isDigit || $0 == 46 }
        let parts = text[position..<end].split(separator: 46, omittingEmptySubsequences: false)
        guard parts.count == 4, end == text.count || !text[end].isWordPart else { return nil }
        let numbers = parts.compactMap { $0.count <= 3 ? Int(String(decoding: $0, as: UTF8.self)) : nil }
        guard numbers.count == 4, numbers.allSatisfy({ $0 <= 255 }), numbers[0] != 0, numbers[0] != 127 else {
            return nil
        }
        return position..<end
    }

    /// Full or shortened; at least two colons and four groups, or a double colon between groups.
    private static func addressV6(at position: Int, in text: [UInt8]) -> Range<Int>? {
        func isHexadecimal(_ byte: UInt8) -> Bool { byte.isDigit || (97...102).contains(byte.lowered) }
        let end = text.end(from: position) { isHexadecimal($0) || $0 == 58 }
        guard end - position >= 6, end == text.count || !text[end].isWordPart else { return nil }
        let groups = text[position..<end].split(separator: 58, omittingEmptySubsequences: false)
        guard groups.count >= 4, groups.count <= 9, groups.allSatisfy({ $0.count <= 4 }) else { return nil }
        let empty = groups.dropFirst().dropLast().count(where: \.isEmpty)
        guard empty <= 1, empty == 1 || groups.count == 8 else { return nil }
        return position..<end
    }

    private static func telephone(at position: Int, in text: [UInt8]) -> SensitiveShapes.Match? {
        let end = text.end(from: position + 1) { $0.isDigit || $0 == 32 || $0 == 45 || $0 == 40 || $0 == 41 }
        let digits = text[position..<end].count(where: \.isDigit)
        guard digits >= 9, digits <= 15, position + 1 < text.count, text[position + 1].isDigit else { return nil }
        var last = end
        while !text[last - 1].isDigit { last -= 1 }
        return .init(kind: "phone", range: position..<last)
    }

    /// 15 or 16 digits with an issuer's first digit and a right Luhn sum.
    private static func card(at position: Int, in text: [UInt8]) -> Range<Int>? {
        guard (50...54).contains(text[position]) else { return nil }
        var end = text.end(from: position) { $0.isDigit || $0 == 32 || $0 == 45 }
        while end > position, !text[end - 1].isDigit { end -= 1 }
        let digits = text[position..<end].filter(\.isDigit).map { Int($0) - 48 }
        guard digits.count == 15 || digits.count == 16, end == text.count || !text[end].isWordPart else { return nil }
        let sum = digits.reversed().enumerated().reduce(0) { sum, entry in
            let doubled = entry.offset % 2 == 1 ? entry.element * 2 : entry.element
            return sum + (doubled > 9 ? doubled - 9 : doubled)
        }
        return sum % 10 == 0 ? position..<end : nil
    }

    /// Two letters, two check digits, 11 to 30 characters, remainder 1 modulo 97 (ISO 13616).
    private static func account(at position: Int, in text: [UInt8]) -> Range<Int>? {
        guard position + 15 <= text.count, (65...90).contains(text[position + 1]), text[position + 2].isDigit,
            text[position + 3].isDigit
        else { return nil }
        let end = text.end(from: position) { $0.isDigit || (65...90).contains($0) || $0 == 32 }
        let characters = text[position..<end].filter { $0 != 32 }
        guard (15...34).contains(characters.count) else { return nil }
        let moved = characters.dropFirst(4) + characters.prefix(4)
        let remainder = moved.reduce(0) { remainder, byte in
            byte.isDigit ? (remainder * 10 + Int(byte) - 48) % 97 : (remainder * 100 + Int(byte) - 55) % 97
        }
        return remainder == 1 ? position..<end : nil
    }
}
