import Foundation
import SourceHistory
import Synchronization
import TestSupport
import Testing

/// A patch tried in a scratch tree leaves the repository as it was.
struct ScratchTreeTests {
    private static let patch = """
        --- a/cart.py
        +++ b/cart.py
        @@ -1,2 +1,3 @@
         def add(item):
        +    print("patched")
             return item

        """

    private func scratch() throws -> String {
        let directory = FileManager.default.temporaryDirectory.appending(path: "scratch-\(UUID().uuidString)/tree")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        return directory.path
    }

    @Test func `a patch is applied to the scratch files and to nothing else`() async throws {
        let repository = try TemporaryRepository()
        try repository.commit("Start", files: ["cart.py": "def add(item):\n    return item\n"])
        try Data("unsaved".utf8).write(to: repository.directory.appending(path: "cart.py"))
        let directory = try scratch()
        let source = SourceRepository(path: repository.path)
        let tree = try await ScratchTree(of: source, at: try await source.revision("HEAD"), in: directory)
        try await tree.apply(Self.patch)
        #expect(try String(contentsOfFile: directory + "/cart.py", encoding: .utf8).contains("patched"))
        #expect(try String(contentsOf: repository.directory.appending(path: "cart.py"), encoding: .utf8) == "unsaved")
        #expect(try repository.git(["status", "--porcelain"]) == "M cart.py")
        #expect(try repository.git(["worktree", "list"]).split(separator: "\n").count == 1)
    }

    @Test func `a patch for other files is refused with git's words`() async throws {
        let repository = try TemporaryRepository()
        try repository.commit("Start", files: ["cart.py": "something else\n"])
        let source = SourceRepository(path: repository.path)
        let tree = try await ScratchTree(of: source, at: try await source.revision("HEAD"), in: try scratch())
        let error = await #expect(throws: SourceHistoryError.self) { try await tree.apply(Self.patch) }
        #expect(error?.code == .refused && error?.message.contains("does not apply") == true)
    }

    @Test func `a patch cannot write outside the tree`() async throws {
        let repository = try TemporaryRepository()
        try repository.commit("Start", files: ["cart.py": "x\n"])
        let source = SourceRepository(path: repository.path)
        let directory = try scratch()
        let tree = try await ScratchTree(of: source, at: try await source.revision("HEAD"), in: directory)
        await #expect(throws: SourceHistoryError.self) {
            try await tree.apply("--- /dev/null\n+++ b/../../escaped\n@@ -0,0 +1 @@\n+out\n")
        }
        #expect(!FileManager.default.fileExists(atPath: directory + "/../../escaped"))
    }

    @Test func `a command runs in its directory, and is ended with all it started`() async throws {
        let printed = Mutex<[UInt8]>([])
        let environment = ["PATH": "/usr/bin:/bin", "GREETING": "hello"]
        let directory = try scratch()
        let ending = try await ScratchCommand(
            ["sh", "-c", "echo $GREETING; pwd; exit 3"], environment: environment, directory: directory,
            timeout: .seconds(20)
        ).run { bytes in printed.withLock { $0 += bytes } }
        #expect(ending == .ended(isSuccess: false, status: "exited(3)"))
        let text = String(decoding: printed.withLock { $0 }, as: UTF8.self)
        #expect(text.contains("hello") && text.contains("/tree"))
        let slow = try await ScratchCommand(
            ["sh", "-c", "sleep 600 & sleep 600"], environment: environment, directory: directory,
            timeout: .milliseconds(200)
        ).run { _ in }
        #expect(slow == .timedOut)
    }
}
