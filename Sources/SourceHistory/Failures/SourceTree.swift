/// The paths of a revision, looked up by how stack traces and tests name them.
struct SourceTree {
    private let byName: [Substring: [String]]

    init(_ paths: [String]) {
        byName = Dictionary(grouping: paths.filter { SourceLanguage(path: $0) != .other }) { Self.lastPart($0) }
    }

    /// The file a frame means: the one with the longest common tail; nil where none has its name.
    func path(of frame: StackFrame) -> String? {
        best(for: frame.likelyPath, minimum: frame.likelyPath.contains("/") && !frame.file.contains("/") ? 2 : 1)
    }

    /// The file that a test is about: its name without `Test`, in the same package where there is one.
    func fileUnderTest(_ testPath: String) -> String? {
        let name = Self.lastPart(testPath)
        guard let dot = name.lastIndex(of: ".") else { return nil }
        let (stem, ending) = (Self.subject(name[..<dot]), name[dot...])
        guard !stem.isEmpty else { return nil }
        let directory = testPath.dropLast(name.count)
        if let exact = best(for: "\(directory)\(stem)\(ending)", minimum: 1, among: \.isProduction) { return exact }
        // `StringUtilsEqualsIndexOfTest` is about StringUtils: the longest file name of the package it begins with.
        return byName.values.joined()
            .filter { path in
                let own = Self.lastPart(path)
                return path.isProduction && own.hasSuffix(ending) && stem.hasPrefix(own.dropLast(ending.count))
                    && Self.commonTail(path.dropLast(own.count), directory) >= 2
            }
            .max { (Self.lastPart($0).count, $1) < (Self.lastPart($1).count, $0) }
    }

    private func best(
        for path: String, minimum: Int, among isWanted: (String) -> Bool = { _ in true }
    ) -> String? {
        let candidates = (byName[Self.lastPart(path)] ?? []).filter(isWanted)
        let scored = candidates.map { ($0, Self.commonTail($0[...], path[...])) }.filter { $0.1 >= minimum }
        return scored.max { ($0.1, -$0.0.count, $1.0) < ($1.1, -$1.0.count, $0.0) }?.0
    }

    private static func subject(_ name: Substring) -> Substring {
        var name = name
        for suffix in ["Tests", "Test", "_test", ".test", ".spec", "Spec"] where name.hasSuffix(suffix) {
            name = name.dropLast(suffix.count)
            break
        }
        if name.hasPrefix("test_") { name = name.dropFirst(5) }
        if name.hasPrefix("Test"), name.count > 4 { name = name.dropFirst(4) }
        return name
    }

    private static func lastPart(_ path: String) -> Substring { path.split(separator: "/").last ?? "" }

    private static func commonTail(_ left: Substring, _ right: Substring) -> Int {
        zip(left.split(separator: "/").reversed(), right.split(separator: "/").reversed()).prefix { $0 == $1 }.count
    }
}

extension String {
    /// Whether the path is not a test's.
    var isProduction: Bool {
        let lower = lowercased()
        let parts = lower.split(separator: "/")
        if parts.dropLast().contains(where: { ["test", "tests", "__tests__", "spec", "testing"].contains($0) }) {
            return false
        }
        let name = self.split(separator: "/").last ?? ""
        return !["_test.", ".test.", ".spec.", "Test.", "Tests."].contains { name.contains($0) }
            && !name.hasPrefix("test_")
    }
}
