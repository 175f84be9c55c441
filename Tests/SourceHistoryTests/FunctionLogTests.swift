import SourceHistory
import TestSupport
import Testing

/// A function that moves down its file, is changed now and then, and whose file gets another name.
struct FunctionLogTests {
    private static func file(_ head: Int, _ step: String, tail: String = "done") -> String {
        (0..<head).map { "# line \($0)\n" }.joined() + "def add(item):\n    step = \(step)\n    return item\n\n\n"
            + "def last():\n    return '\(tail)'\n"
    }

    private func log(limit: Int = 10) async throws -> (subjects: [String], ofFile: [String], isWhole: Bool) {
        let scratch = try TemporaryRepository()
        try scratch.commit("Start", files: ["old.py": "def last():\n    return 'done'\n"], seconds: 1_700_000_000)
        try scratch.commit("Add it", files: ["old.py": Self.file(0, "1")], seconds: 1_700_000_100)
        try scratch.commit("Comment above", files: ["old.py": Self.file(40, "1")], seconds: 1_700_000_200)
        try scratch.commit("Step by two", files: ["old.py": Self.file(40, "2")], seconds: 1_700_000_300)
        try scratch.git(["mv", "old.py", "new.py"])
        try scratch.commit("Rename the file", files: ["other.txt": "x"], seconds: 1_700_000_400)
        try scratch.commit("Fewer comments", files: ["new.py": Self.file(10, "2")], seconds: 1_700_000_500)
        try scratch.commit("Another end", files: ["new.py": Self.file(10, "2", tail: "end")], seconds: 1_700_000_600)
        try scratch.commit("Step by three", files: ["new.py": Self.file(10, "3", tail: "end")], seconds: 1_700_000_700)
        let repository = SourceRepository(path: scratch.path)
        let head = try await repository.revision("HEAD")
        let lines = try await repository.function("add", in: "new.py", at: head).function.lines
        let log = try await repository.log(of: lines, in: "new.py", at: head, limit: limit, patience: .seconds(60))
        return (log.commits.map(\.subject), log.ofFile.map(\.subject), log.isWhole)
    }

    @Test(.enabled(if: SourceRepository.hasTags))
    func `only commits that changed its lines are told, wherever they stood and whatever the file was called`()
        async throws
    {
        let log = try await log()
        #expect(log.subjects == ["Step by three", "Step by two", "Add it"] && log.isWhole)
        #expect(log.ofFile.prefix(3) == ["Step by three", "Another end", "Fewer comments"])
    }

    @Test(.enabled(if: SourceRepository.hasTags))
    func `as many as were asked for are all there are to tell`() async throws {
        let log = try await log(limit: 1)
        #expect(log.subjects == ["Step by three"] && log.isWhole && log.ofFile.count == 1)
    }
}
