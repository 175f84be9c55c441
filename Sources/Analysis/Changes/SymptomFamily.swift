/// A kind of symptom, and what lines of a diff could bring it.
struct SymptomFamily: Sendable {
    let name: String
    /// Words of the symptom.
    let symptoms: [String]
    /// Texts of changed lines that could do it.
    let doing: [String]
    /// Texts of changed lines that speak against it.
    let preventing: [String]

    /// Points per changed line that fits, for at most three lines.
    private static let lineScore = 1.5

    static let all = [
        SymptomFamily(
            name: "authentication", symptoms: ["expired", "token", "401", "403", "unauthor", "forbidden"],
            doing: ["leeway", "expir", "before(", "after(", "claims", "verify", "audience"], preventing: []),
        SymptomFamily(
            name: "memory", symptoms: ["oom", "memory", "heap", "rss", "gc pause"],
            doing: ["append(", "make(map", "history", "cache", "map["],
            preventing: ["bounded", "lru", "evict", "limit"]),
        SymptomFamily(
            name: "null", symptoms: ["panic", "nil pointer", "null", "undefined", "nonetype"],
            doing: ["nil", "null", "none", "if ", "*"], preventing: []),
        SymptomFamily(
            name: "pool", symptoms: ["pool", "exhaust", "too many connections"],
            doing: ["pool", "maxopen", "maxidle", "close(", "conn"], preventing: []),
        SymptomFamily(
            name: "queries", symptoms: ["select", "query", "n+1", "slow", "p99", "latency"],
            doing: ["for ", "query", "select", "getitem", "fetch", "client."], preventing: []),
        SymptomFamily(
            name: "schema", symptoms: ["missing required", "relation", "column", "deserial", "schema", "field"],
            doing: ["json:", "select", "from ", "required", "column", "table", "field"], preventing: []),
        SymptomFamily(
            name: "timeout", symptoms: ["timeout", "deadline", "timed out"],
            doing: ["timeout", "deadline", "second", "millis", "retry"], preventing: []),
    ]

    func fits(_ symptom: String) -> Bool {
        let text = symptom.lowercased()
        return symptoms.contains { text.contains($0) }
    }

    /// Points for a diff's changed lines; negative lines count as well, since what protects can be taken away.
    func score(_ diff: String) -> Double {
        let changed = diff.split(separator: "\n").filter { $0.first == "+" || $0.first == "-" }.map { $0.lowercased() }
        let fitting = changed.count { line in doing.contains { line.contains($0) } }
        let against = changed.count { line in line.hasPrefix("+") && preventing.contains { line.contains($0) } }
        return Self.lineScore * Double(min(3, fitting) - min(3, against))
    }
}
