import ArgumentParser
import Evaluation
import Foundation
import JSONValues

/// `whyd eval`: cases with known truth through the real path, scored.
struct EvalCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "eval", abstract: "Score whyd on cases with known truth.",
        discussion: """
            Runs every kind of case a directory holds - nezha, robustspot, rootcausebench, commits - through ingest, detection and \
            localisation, and prints top-1, top-3, top-5, Avg@5 and MRR per group, false cases per fault-free hour and the \
            delay of detection. Deterministic. Cases on real histories need WHYD_REPOS, a directory of mirrors; without it they \
            are skipped with a line that says so.
            """)

    @Argument(help: "A directory of cases, or a directory that holds such directories.")
    var directory: String

    @Option(help: "Also write the result as JSON to this file.")
    var json: String?

    @Option(help: "Only cases whose id contains this text.")
    var only = ""

    @Option(help: "At most this many cases of each kind.")
    var limit: Int?

    @Flag(help: "Also leave each signal out once, to see what it adds.")
    var ablation = false

    @Flag(inversion: .prefixedNo, help: "Replay detection too.")
    var detection = true

    func run() async throws {
        let scratch = URL(filePath: NSTemporaryDirectory()).appending(path: "whyd-eval-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: scratch, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: scratch) }
        do {
            let report = try await Evaluation.run(
                directory: URL(filePath: directory),
                configuration: EvaluationConfiguration(
                    scratch: scratch, limit: limit, only: only, ablation: ablation, detection: detection,
                    repositories: ProcessInfo.processInfo.environment["WHYD_REPOS"].map { URL(filePath: $0) },
                    progress: { FileHandle.standardError.write(Data("\($0)\n".utf8)) }))
            print(report.table)
            if let json { try Data((report.json.prettyText + "\n").utf8).write(to: URL(filePath: json)) }
        } catch let error as EvaluationError {
            throw CommandFailure("\(error)", code: error.code == .nothingFound ? 2 : 1)
        }
    }
}
