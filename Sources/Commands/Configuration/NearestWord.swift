/// Finds what somebody may have meant.
enum NearestWord {
    /// The candidate with the smallest edit distance, where that is at most a third of its length.
    static func to(_ word: String, among candidates: [String]) -> String? {
        let scored = candidates.map { (distance(Array(word.utf8), Array($0.utf8)), $0) }
        guard let (distance, best) = scored.min(by: { $0.0 < $1.0 }), distance * 3 <= best.utf8.count else {
            return nil
        }
        return best
    }

    /// Levenshtein distance, one row at a time.
    private static func distance(_ left: [UInt8], _ right: [UInt8]) -> Int {
        var row = Array(0...right.count)
        for (i, a) in left.enumerated() {
            var diagonal = row[0]
            row[0] = i + 1
            for (j, b) in right.enumerated() {
                let cost = min(diagonal + (a == b ? 0 : 1), row[j] + 1, row[j + 1] + 1)
                diagonal = row[j + 1]
                row[j + 1] = cost
            }
        }
        return row[right.count]
    }
}
