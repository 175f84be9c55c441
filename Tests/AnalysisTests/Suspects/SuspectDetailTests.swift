import SourceHistory
import TestSupport
import Testing

@testable import Analysis

/// Commits of a real repository that change a lock file and a setting beside code.
struct SuspectDetailTests {
    private func ranking(_ text: String) async throws -> (ranking: SuspectRanking, mixed: String, code: String) {
        let scratch = try TemporaryRepository()
        let first = try scratch.commit(
            "Start",
            files: [
                "cart.py": "def total(items):\n    return sum(items)\n", "requirements.txt": "requests==2.31.0\n",
                "config/app.yaml": "pool:\n  size: 50\n", "price.py": "def price(item):\n    return 1\n",
            ])
        let mixed = try scratch.commit(
            "Sum with fsum",
            files: [
                "cart.py": "def total(items):\n    return fsum(items)\n", "requirements.txt": "requests==2.32.3\n",
                "config/app.yaml": "pool:\n  size: 5\n",
            ], seconds: 1_700_000_100)
        let code = try scratch.commit(
            "Price by table", files: ["price.py": "def price(item):\n    return table[item]\n"], seconds: 1_700_000_200)
        let repository = SourceRepository(path: scratch.path)
        let ranking = try await SuspectHunt(repository).suspects(
            of: FailureDescription(text: text), from: try await repository.revision(first),
            to: try await repository.revision(code))
        return (ranking, mixed, code)
    }

    @Test func `a setting and a dependency are rows behind their commit, with its hash as a reason`() async throws {
        let (ranking, mixed, code) = try await ranking("TimeoutError: connection pool of size 5 is exhausted")
        let names = ranking.suspects.map(\.candidate.name)
        #expect(names.first == mixed && names.last == code)
        let setting = try #require(ranking.suspects.first { $0.candidate.kind == .configuration })
        #expect(setting.candidate.name == "config/app.yaml: -size: 50 +size: 5" && setting.file == "config/app.yaml")
        #expect(setting.reason.hasPrefix("part of commit \(mixed.prefix(10)); shares words"), "\(setting.reason)")
        let dependency = try #require(ranking.suspects.first { $0.candidate.kind == .dependency })
        #expect(
            dependency.candidate.name == "requests 2.31.0 → 2.32.3" && dependency.score <= ranking.suspects[0].score)
    }

    @Test func `the commits stand in the order that they have without such rows`() async throws {
        let failure = FailureDescription(text: "KeyError in price, line 2: table")
        let (ranking, mixed, code) = try await ranking(failure.text)
        #expect(ranking.suspects.filter { $0.candidate.kind == .commit }.map(\.candidate.name) == [code, mixed])
        #expect(ranking.suspects[0].candidate.name == code)
    }
}
