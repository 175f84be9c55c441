import Evaluation
import Foundation
import TestSupport
import Testing

/// The questions made of a failure with a known culprit, asked of a real repository.
struct CommitQuestionTests {
    private static func cart(_ divisor: String) -> String {
        """
        package shop;
        class Cart {
            int share(int total, int people) {
                int each = total / \(divisor);
                return each;
            }
            int other() { return 1; }
        }

        """
    }

    private static let failure = """
        java.lang.ArithmeticException: / by zero
        \tat shop.Cart.share(Cart.java:4)
        \tat shop.Main.main(Main.java:9)
        """

    private func evaluate(_ repository: String, _ brokenAt: String, _ culprit: String, folder: URL?) async throws
        -> EvaluationReport
    {
        let cases = FileManager.default.temporaryDirectory.appending(path: "cases-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: cases, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: cases) }
        let text = try JSONEncoder().encode([
            [
                "id": "Cart-1", "repository": "github:shop/\(repository)", "broken_at": brokenAt, "culprit": culprit,
                "failure": Self.failure,
            ]
        ])
        try text.write(to: cases.appending(path: "cases.json"))
        return try await Evaluation.run(
            directory: cases, configuration: EvaluationConfiguration(scratch: cases, repositories: folder))
    }

    @Test func `the culprit is named, and none of the commits around it`() async throws {
        let repository = try TemporaryRepository()
        try repository.commit("Start", files: ["src/shop/Cart.java": Self.cart("people")], seconds: 1_700_000_000)
        let culprit = try repository.commit(
            "Leave the buyer out", files: ["src/shop/Cart.java": Self.cart("(people - 1)")], seconds: 1_700_000_100)
        let head = try repository.commit(
            "Add a banner to the share page", files: ["src/shop/Banner.java": "class Banner { int share; }\n"],
            seconds: 1_700_000_200)
        let report = try await evaluate(
            repository.directory.lastPathComponent, head, culprit,
            folder: repository.directory.deletingLastPathComponent())
        let ranks = Dictionary(uniqueKeysWithValues: report.groups.map { ($0.name, $0.score.ranks) })
        #expect(ranks["commits"] == [1] && ranks["commits/deploy of 20"] == [1])
        #expect(ranks["commits/none: the 20 after"] == [1] && ranks["commits/none: the 20 before"] == [1])
        #expect(report.notes.contains { $0.contains("2 of 2 with a culprit") && $0.contains("2 of 2 without") })
    }

    @Test func `cases whose history is not there are skipped with a line that says so`() async throws {
        let report = try await evaluate("absent", "0", "0", folder: nil)
        #expect(report.groups.isEmpty)
        #expect(report.notes == ["commits: 1 cases skipped, there is no clone of github:shop/absent"])
    }
}
