import Analysis
import ArgumentParser
import Foundation
import SourceHistory
import TraceQueries

/// `whyd instrument verify`: whether a patch's promised spans and attributes arrive.
struct InstrumentVerifyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify", abstract: "Prove that an instrumentation patch does what it promises.",
        discussion: """
            Promises are lines above the diff, such as

              Promise: span "reserve stock"
              Promise: attribute stock.level

            and the names in OpenTelemetry calls that the patch adds. The command runs in a scratch copy of the revision \
            with OTEL_EXPORTER_OTLP_ENDPOINT set to a private port on 127.0.0.1; your repository is only read. Exits 0 \
            where every promise was kept, 1 where one was not, 2 where the patch does not apply or promises nothing.

            Example: whyd instrument verify --patch cart.diff -- python3 -m pytest tests/test_cart.py
            """)

    @Option(help: "The patch, a unified diff.")
    var patch: String

    @Option(help: "The repository the patch is for.")
    var repository = "."

    @Option(help: "The revision to apply it to.")
    var revision = "HEAD"

    @Option(help: "How long the command may take, such as 30s or 5m.")
    var timeout = "5m"

    @Argument(parsing: .postTerminator, help: "The command to run, after --.")
    var command: [String] = []

    func run() async throws {
        guard !command.isEmpty else {
            throw CommandFailure(
                "name a command after --, such as: whyd instrument verify --patch F -- make test", code: 2)
        }
        guard let limit = DurationText.parse(timeout) else {
            throw CommandFailure("--timeout takes a duration such as 30s or 5m, not '\(timeout)'", code: 2)
        }
        guard let text = try? String(contentsOfFile: patch, encoding: .utf8) else {
            throw CommandFailure("the patch \(patch) cannot be read", code: 2)
        }
        let promises = PatchPromises(patch: text)
        guard !promises.isEmpty else {
            throw CommandFailure(
                "\(patch) promises nothing: write a line such as 'Promise: span \"reserve stock\"' above the diff",
                code: 2)
        }
        let outcome: Verification.Outcome
        do {
            let source = SourceRepository(path: URL(filePath: repository).standardizedFileURL.path)
            outcome = try await Verification(command: command, timeout: limit).run(
                patch: text, promises: promises, on: source, at: try await source.revision(revision))
        } catch let error as SourceHistoryError {
            throw CommandFailure("\(error)", code: 2)
        }
        print(outcome.text, terminator: "")
        if !outcome.check.isKept { throw ExitCode(1) }
    }
}
