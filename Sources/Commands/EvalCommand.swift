import ArgumentParser
import Evaluation
import Foundation
import Investigation
import JSONValues
import LanguageModels
import OutboundHTTP

/// `whyd eval`: cases with known truth through the real path, scored.
struct EvalCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "eval", abstract: "Score whyd on cases with known truth, or export a case of your own as one.",
        usage: "whyd eval DIRECTORY [--json FILE] [--only TEXT] [--limit N] [--model NAME --repeats N]\n"
            + "       whyd eval export CASE --to FOLDER",
        discussion: """
            Runs every kind of case that a directory (or a folder in it) holds - commits, exported, nezha, robustspot, \
            rootcausebench, told by their layout - the way a daemon would: ingest, detection, dossier, loop, report.

              whyd eval ../shared/data --json figures.json
              whyd eval ../shared/data/nezha --only TT --no-generalisation
              whyd eval ../shared/data/nezha --quiet-hours 8 --no-generalisation
              whyd eval cases --model claude-sonnet-5 --repeats 3

            It prints top-1 with Wilson's 95 % interval, top-3, top-5, Avg@5 and MRR per group in per cent, ranks counting \
            ties against us; false cases per fault-free hour and the delay of detection; how many claims of the reports \
            hold when they are read again; wall time, tokens and cost. The group of a system is what the reports \
            answered; 'localisation alone' and the rest stand beside it. 'leave one service out' chooses all parameters \
            without the service that is judged; 'same when renamed' runs each case under other names.

            Without --model the rulebook drives and every run gives the same. Cases on real histories need WHYD_REPOS, a \
            directory of mirrors; what cannot be run is skipped with a line that says why. A mirror of IntelligentDDS/Nezha \
            there tells all times at which something was injected; without it, those of the cases count.

            All options: whyd help eval run
            """,
        subcommands: [EvalExportCommand.self, EvalRunCommand.self], defaultSubcommand: EvalRunCommand.self)
}

/// `whyd eval run`, the default: scores a directory of cases.
struct EvalRunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Run and score a directory of cases (what `whyd eval DIRECTORY` does).")

    @Argument(help: "A directory of cases, or a directory that holds such directories.")
    var directory: String

    @Option(
        help: "Also write the figures as JSON to this file: groups, falseCasesPerHour, detected, medianDelaySeconds.")
    var json: String?

    @Option(help: "Only cases whose id contains this text.")
    var only = ""

    @Option(help: "At most this many cases of each kind.")
    var limit: Int?

    @Option(help: "A model of whyd.yaml that drives the investigations; the rulebook otherwise.")
    var model: String?

    @Option(help: "How often each case is investigated where a model drives.")
    var repeats = 1

    @Option(help: "The configuration file that names the model (default: ./whyd.yaml where there is one).")
    var config: String?

    @Option(help: "Also write every report as Markdown into this directory, to be read.")
    var reports: String?

    @Flag(
        inversion: .prefixedNo,
        help: "Vary parameters, leave signals out and rename everything, to see what the result hangs on.")
    var generalisation = true

    @Flag(inversion: .prefixedNo, help: "Replay detection too.")
    var detection = true

    @Option(
        help: ArgumentHelp(
            "Also replay this many hours drawn at random from fault-free minutes, after two hours of learning.",
            valueName: "hours"))
    var quietHours = 0

    @Option(help: "What the drawing begins with: the same seed draws the same hours.")
    var seed: UInt64 = 1

    func validate() throws {
        guard (0...1000).contains(quietHours) else { throw ValidationError("--quiet-hours is from 0 to 1000") }
    }

    func run() async throws {
        guard URL(filePath: directory).isFolder else {
            throw CommandFailure(
                "there is no folder '\(directory)'; name one that holds cases, `whyd eval --help` tells the kinds",
                code: 2)
        }
        let scratch = URL(filePath: NSTemporaryDirectory()).appending(path: "whyd-eval-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: scratch, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: scratch) }
        let models = try chosenModels()
        do {
            let report = try await Evaluation.run(
                directory: URL(filePath: directory),
                configuration: EvaluationConfiguration(
                    scratch: scratch, limit: limit, only: only, generalisation: generalisation,
                    detection: detection, quietHours: quietHours, seed: seed, models: models.models,
                    prices: models.prices, repeats: repeats,
                    repositories: ProcessInfo.processInfo.environment["WHYD_REPOS"].map { URL(filePath: $0) },
                    reports: reports.map { URL(filePath: $0) },
                    progress: { FileHandle.standardError.write(Data("\($0)\n".utf8)) }))
            print(report.table)
            if let json { try Data((report.json.prettyText + "\n").utf8).write(to: URL(filePath: json)) }
        } catch let error as EvaluationError {
            throw CommandFailure("\(error)", code: error.code == .nothingFound ? 2 : 1)
        }
    }

    /// The model that is asked for, with its price; none where none is.
    private func chosenModels() throws -> (models: [any LanguageModel], prices: PriceTable) {
        guard let model else { return ([], PriceTable()) }
        let configuration: Configuration
        do { configuration = try Configuration.load(path: config) } catch { throw CommandFailure("\(error)", code: 2) }
        let named = configuration.models.filter { $0.model == model }
        guard !named.isEmpty else {
            let known = configuration.models.map(\.model).joined(separator: ", ")
            throw CommandFailure(
                "no model '\(model)' under 'models' in whyd.yaml; "
                    + (known.isEmpty ? "there is none" : "there are \(known)"),
                code: 2)
        }
        let selection = try ModelSelection(
            named, environment: ProcessInfo.processInfo.environment, client: HTTPClient())
        guard !selection.models.isEmpty else {
            throw CommandFailure(selection.notes.joined(separator: "; "), code: 2)
        }
        return (selection.models, selection.prices)
    }
}

extension URL {
    /// Whether it is a folder that can be read.
    fileprivate var isFolder: Bool { (try? resourceValues(forKeys: [.isDirectoryKey]).isDirectory) == true }
}
