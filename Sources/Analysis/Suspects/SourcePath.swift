/// Compares paths that were written from different roots.
enum SourcePath {
    /// Whether one path is the other's tail, by whole parts: `/app/src/cart.py` and `src/cart.py`.
    static func matches(_ path: String) -> (String) -> Bool {
        let parts = path.split(separator: "/").filter { $0 != "." }
        return { other in
            let others = other.split(separator: "/").filter { $0 != "." }
            let shared = zip(parts.reversed(), others.reversed()).prefix { $0 == $1 }.count
            return shared > 0 && (shared == min(parts.count, others.count) || shared >= 3)
        }
    }

    /// Everything before the last part.
    static func directory(_ path: String) -> Substring { path.lastIndex(of: "/").map { path[..<$0] } ?? "" }
}

extension SourcePath {
    /// Whether a path is not a test's.
    static func isProduction(_ path: String) -> Bool {
        let parts = path.lowercased().split(separator: "/")
        if parts.dropLast().contains(where: { ["test", "tests", "__tests__", "spec", "testing"].contains($0) }) {
            return false
        }
        let name = path.split(separator: "/").last ?? ""
        return !["_test.", ".test.", ".spec.", "Test.", "Tests."].contains { name.contains($0) }
            && !name.hasPrefix("test_")
    }
}
