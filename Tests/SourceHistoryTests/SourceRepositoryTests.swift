import Foundation
import Glibc
import SourceHistory
import Telemetry
import TestSupport
import Testing

struct SourceRepositoryTests {
    let scratch: TemporaryRepository
    let repository: SourceRepository
    let first: String
    let second: String

    init() throws {
        scratch = try TemporaryRepository()
        first = try scratch.commit("Start", files: ["cart/app.py": Self.before, "README.md": "shop\n"])
        try scratch.git(["tag", "v1.0"])
        second = try scratch.commit(
            "Price items one by one\n\nNeeded for discounts.\n\nCo-authored-by: Robo <robo@example.com>\nExpect: p95 < 300ms",
            files: ["cart/app.py": Self.after], author: "Grace Example", seconds: 1_700_003_600)
        repository = SourceRepository(path: scratch.path)
    }

    static let before = "def total(cart):\n    return sum(cart)\n\n\ndef add(cart, item):\n    cart.append(item)\n"
    static let after =
        "def total(cart):\n    return sum(price(item) for item in cart)\n\n\ndef add(cart, item):\n    cart.append(item)\n"

    private func range() async throws -> (Revision, Revision) {
        (try await repository.revision(first), try await repository.revision(second))
    }

    @Test func `a tag, a version and a short hash name the same commit`() async throws {
        #expect(try await repository.revision("v1.0").hash == first)
        #expect(try await repository.revision(ofVersion: "1.0").hash == first)
        #expect(try await repository.revision(ofVersion: "2.0-g\(second.prefix(9))").hash == second)
        #expect(try await repository.revision(ofVersion: "nope", revision: second).hash == second)
    }

    @Test(arguments: ["--output=/tmp/x", "-h", "v1.0..main", "main:README.md", "main@{1}", "", "a b", "$(id)"])
    func `text that could be an option, a range or a path is refused`(name: String) async throws {
        await #expect(throws: SourceHistoryError.self) { try await repository.revision(name) }
    }

    @Test func `the log names authors, co-authors, trailers and files`() async throws {
        let (old, new) = try await range()
        let log = try await repository.log(from: old, to: new)
        let commit = try #require(log.first)
        #expect(log.count == 1 && commit.subject == "Price items one by one")
        #expect(commit.author.name == "Grace Example" && commit.coAuthors.map(\.name) == ["Robo"])
        #expect(commit.trailers.map(\.key) == ["Co-authored-by", "Expect"])
        #expect(commit.files == ["cart/app.py"] && commit.authoredAt.seconds == 1_700_003_600)
    }

    @Test func `a diff has hunks with lines and the function they are in`() async throws {
        let (old, new) = try await range()
        let (diff, functions) = try await repository.annotated(repository.diff(from: old, to: new), from: old, to: new)
        let hunk = try #require(diff.files.first?.hunks.first)
        #expect(diff.files.map(\.path) == ["cart/app.py"])
        #expect(hunk.added == ["    return sum(price(item) for item in cart)"])
        #expect(hunk.removed == ["    return sum(cart)"] && hunk.touchedLines == [2])
        #expect(hunk.functions == ["total"] && functions.map(\.name) == ["cart/app.py:total"])
    }

    @Test func `files are read and searched at a revision, not as they lie on disk`() async throws {
        try scratch.git(["checkout", "-q", first])
        let (old, new) = try await range()
        #expect(try await repository.file("cart/app.py", at: new).lines[1].contains("price(item)"))
        #expect(try await repository.file("cart/app.py", at: old).lines[1] == "    return sum(cart)")
        let found = try await repository.search("price(", at: new)
        #expect(
            found.matches == [.init(path: "cart/app.py", line: 2, text: "    return sum(price(item) for item in cart)")]
        )
        #expect(try await repository.search("price(", at: old).matches.isEmpty)
    }

    @Test func `blame names the commit of a line`() async throws {
        let (_, new) = try await range()
        let lines = try await repository.blame("cart/app.py", at: new, lines: 1...2)
        #expect(lines.map(\.revision.hash) == [first, second])
        #expect(lines.last?.author == "Grace Example")
    }

    @Test(arguments: ["../secret", "/etc/passwd", "cart/../../x", ".git/config", "a\0b", ""])
    func `paths out of the tree are refused`(path: String) async throws {
        let (_, new) = try await range()
        await #expect(throws: SourceHistoryError.self) { try await repository.file(path, at: new) }
    }

    @Test func `a symbolic link is not followed`() async throws {
        try scratch.git(["config", "core.symlinks", "true"])
        let link = scratch.directory.appending(path: "link.py").path
        try #require(symlink("/etc/passwd", link) == 0)
        let revision = try await repository.revision(try scratch.commit("Link", files: [:]))
        let failure = await #expect(throws: SourceHistoryError.self) {
            try await repository.file("link.py", at: revision)
        }
        #expect(failure?.code == .refused)
    }

    @Test func `a repository that is gone gives a clear error`() async throws {
        let gone = SourceRepository(path: scratch.path + "/nowhere")
        let failure = await #expect(throws: SourceHistoryError.self) { try await gone.revision("main") }
        #expect(failure?.code == .repositoryGone && failure?.message.contains("nowhere") == true)
    }

    @Test func `an external diff and a hook of the repository never run`() async throws {
        let trap = scratch.path + "/ran"
        try scratch.git(["config", "diff.external", "touch \(trap);true"])
        try scratch.git(["config", "diff.py.textconv", "touch \(trap);cat"])
        try scratch.git(["config", "core.pager", "touch \(trap);cat"])
        try scratch.git(["config", "core.fsmonitor", "touch \(trap);true"])
        let (old, new) = try await range()
        #expect(try await repository.diff(from: old, to: new).files.count == 1)
        _ = try await repository.search("sum", at: new)
        #expect(access(trap, F_OK) != 0)
    }

    @Test func `a clone sees new commits only once it is fetched`() async throws {
        let origin = try TemporaryRepository()
        try origin.commit("Start", files: ["a": "1"])
        let place = FileManager.default.temporaryDirectory.appending(path: "clone-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: place) }
        let clone = Process()
        clone.executableURL = URL(filePath: "/usr/bin/git")
        clone.arguments = ["clone", "--quiet", origin.path, place]
        try clone.run()
        clone.waitUntilExit()
        let repository = SourceRepository(path: place)
        let new = try origin.commit("More", files: ["a": "2"])
        await #expect(throws: SourceHistoryError.self) { _ = try await repository.revision(new) }
        try await repository.fetch(environment: ["PATH": "/usr/bin:/bin", "HOME": "/nonexistent"])
        #expect(try await repository.revision(new).hash == new)
        try FileManager.default.removeItem(at: origin.directory)
        let error = await #expect(throws: SourceHistoryError.self) {
            try await repository.fetch(environment: ["PATH": "/usr/bin:/bin", "HOME": "/nonexistent"])
        }
        #expect(error?.code == .gitFailed && error?.hint?.contains("fetch --all") == true)
    }
}
