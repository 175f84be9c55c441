/// Finds secrets and personal data by their shape: prefix first, then alphabet and length, then entropy or checksum.
enum SensitiveShapes {
    struct Match {
        var kind: String
        var range: Range<Int>
    }

    /// Non-overlapping matches in order.
    static func matches(in text: [UInt8], includingAddresses: Bool) -> [Match] {
        guard text.count >= 5 else { return [] }
        let text = blankingPseudonyms(in: text)
        var found = SecretTokens.matches(in: text)
        found += NamedSecrets.matches(in: text)
        found += PersonalData.matches(in: text, includingAddresses: includingAddresses)
        found.removeAll { $0.range.isEmpty || text[$0.range].allSatisfy { $0 == 0 } }
        found.sort { ($0.range.lowerBound, -$0.range.count) < ($1.range.lowerBound, -$1.range.count) }
        var result: [Match] = []
        for match in found {
            guard let last = result.last, match.range.lowerBound < last.range.upperBound else {
                result.append(match)
                continue
            }
            // An overlap is masked as one, under the first name.
            let end = max(last.range.upperBound, match.range.upperBound)
            result[result.count - 1].range = last.range.lowerBound..<end
        }
        return result
    }
}

extension SensitiveShapes {
    /// The text with zeros for what is masked already (`<kind:123abc>`), so that masking twice changes nothing.
    fileprivate static func blankingPseudonyms(in text: [UInt8]) -> [UInt8] {
        var result = text
        for start in text.indices where text[start] == 60 {
            let colon = text.end(from: start + 1, while: \.isLetter)
            guard colon > start + 1, colon + 7 < text.count, text[colon] == 58, text[colon + 7] == 62 else { continue }
            for position in start...(colon + 7) { result[position] = 0 }
        }
        return result
    }
}

/// Questions about single bytes of ASCII text.
extension UInt8 {
    var isDigit: Bool { (48...57).contains(self) }
    var isLetter: Bool { (65...90).contains(self) || (97...122).contains(self) }
    var isAlphanumeric: Bool { isDigit || isLetter }
    /// Letters, digits, `_` and `-`.
    var isWordPart: Bool { isAlphanumeric || self == 95 || self == 45 }
    /// What Base64, in either alphabet, is made of.
    var isBase64: Bool { isWordPart || self == 43 || self == 47 || self == 61 }
    var lowered: UInt8 { (65...90).contains(self) ? self + 32 : self }
}

extension [UInt8] {
    /// Whether `pattern` stands at `position`.
    func has(_ pattern: [UInt8], at position: Int) -> Bool {
        guard position >= 0, position + pattern.count <= count else { return false }
        for offset in pattern.indices where self[position + offset] != pattern[offset] { return false }
        return true
    }

    /// Whether `pattern`, in lower case, stands at `position` in any case.
    func hasIgnoringCase(_ pattern: [UInt8], at position: Int) -> Bool {
        guard position >= 0, position + pattern.count <= count else { return false }
        for offset in pattern.indices where self[position + offset].lowered != pattern[offset] { return false }
        return true
    }

    /// The first position from `start` on where the condition fails.
    func end(from start: Int, while condition: (UInt8) -> Bool) -> Int {
        var position = start
        while position < count, condition(self[position]) { position += 1 }
        return position
    }

    /// Shannon entropy of a range in bits per character.
    func entropy(_ range: Range<Int>) -> Double {
        guard !range.isEmpty else { return 0 }
        var counts = [Int](repeating: 0, count: 256)
        for byte in self[range] { counts[Int(byte)] += 1 }
        let total = Double(range.count)
        return counts.reduce(0) { sum, count in
            guard count > 0 else { return sum }
            let share = Double(count) / total
            return sum - share * Binary.logarithm(share)
        }
    }
}
