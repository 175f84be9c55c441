import ArgumentParser
import Foundation
import SpanStore
import Synchronization
import Telemetry
import TestSupport
import Testing

@testable import Commands

/// `whyd instrument --patch` as a user runs it, with a model behind a real port.
struct PatchWritingTests {
    private static let source = """
        import tracing

        @app.get("/cart/<id>")
        def show(id):
            return reserve(id)

        """

    private static let patch = """
        Promise: span "show cart"
        --- a/cart.py
        +++ b/cart.py
        @@ -2,4 +2,5 @@
         
         @app.get("/cart/<id>")
         def show(id):
        +    tracing.span("show cart")
             return reserve(id)

        """

    /// A data directory with empty files, a repository, and a configuration that names both and the model.
    private func run(_ answers: [String]) async throws -> (
        patch: String?, questions: [String], failure: CommandFailure?
    ) {
        let directory = FileManager.default.temporaryDirectory.appending(path: "patch-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: directory) }
        let scratch = try TemporaryRepository()
        try scratch.commit("Start", files: ["cart.py": Self.source])
        let next = Mutex(0)
        let server = try LoopbackServer { _ in
            let turn = next.withLock { count in
                defer { count += 1 }
                return min(count, answers.count - 1)
            }
            return ChatDialect().stream(text: answers[turn])
        }
        let store = try SpanStore.open(path: directory.appending(path: "spans.db").path) { Timestamp(seconds: 0) }
        await store.close()
        let file = directory.appending(path: "whyd.yaml")
        try Data(
            """
            data: \(directory.path)
            repositories:
              - path: \(scratch.path)
            models:
              - provider: openai-compatible
                model: double
                base_url: \(server.url)
            """.utf8
        ).write(to: file)
        let output = directory.appending(path: "cart.diff")
        var failure: CommandFailure?
        do {
            try await InstrumentListCommand.parse(["--config", file.path, "--patch", output.path]).run()
        } catch let error as CommandFailure {
            failure = error
        }
        return (try? String(contentsOf: output, encoding: .utf8), server.requests.map(\.text), failure)
    }

    @Test func `an answer that does not apply is sent back, and the one that does is written without its fence`()
        async throws
    {
        let run = try await run(["Promise: span \"x\"\n--- a/none.py\n+++ b/none.py\n", "```diff\n\(Self.patch)```"])
        #expect(run.failure == nil && run.patch == Self.patch)
        #expect(run.questions.count == 2)
        #expect(run.questions[0].contains("/cart/<id>") && run.questions[0].contains("def show(id)"))
        #expect(run.questions[1].contains("That cannot be used"))
    }

    @Test func `a patch that promises nothing is not written`() async throws {
        let run = try await run([
            Self.patch.replacing("Promise: span \"show cart\"\n", with: "").replacing("span(", with: "mark(")
        ])
        #expect(run.patch == nil && run.questions.count == 3)
        #expect(run.failure?.description.contains("promises no span") == true)
    }
}
