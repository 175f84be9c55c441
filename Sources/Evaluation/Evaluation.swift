public import Foundation

/// Runs cases with known truth through the real path - ingest, detection, localisation - and scores what comes out.
public enum Evaluation {
    /// Runs every kind of case that a directory holds.
    ///
    /// A kind is a folder of the layout its adapter knows: `commits` (`cases.json` alone), `nezha` (`cases.json` and `minutes/`), `robustspot`
    /// (`labels.json` and `cases/`), `rootcausebench` (a folder per incident with `truth.json`). The directory may be the
    /// parent of such folders or one of them.
    ///
    /// - Throws: `EvaluationError` where nothing is found or a case cannot be read.
    public static func run(
        directory: URL, configuration: EvaluationConfiguration
    ) async throws -> EvaluationReport {
        let adapters: [any CaseAdapter] = [
            CommitsAdapter(), NezhaAdapter(), RobustSpotAdapter(), RootCauseBenchAdapter(),
        ]
        var report = EvaluationReport()
        var found = false
        for adapter in adapters {
            for folder in [directory, directory.appending(path: adapter.name)] where adapter.recognises(folder) {
                found = true
                report.merge(try await adapter.run(folder, configuration))
            }
        }
        guard found else {
            throw EvaluationError(
                .nothingFound, "no cases in \(directory.lastPathComponent)",
                hint: "give a folder that holds commits, nezha, robustspot or rootcausebench, or one of them")
        }
        return report
    }
}

/// One kind of case.
protocol CaseAdapter: Sendable {
    /// The folder's name, and the prefix of the groups.
    var name: String { get }
    /// Whether a folder has this kind's layout.
    func recognises(_ folder: URL) -> Bool
    /// Runs all cases of the folder.
    func run(_ folder: URL, _ configuration: EvaluationConfiguration) async throws -> EvaluationReport
}

/// Why an evaluation did not run.
public struct EvaluationError: Error, Sendable, CustomStringConvertible {
    /// What kind of failure it is.
    public enum Code: String, Sendable { case nothingFound, unreadableCase, store }

    public var code: Code
    public var message: String
    /// What to do next, where there is something.
    public var hint: String?

    /// Makes an error.
    public init(_ code: Code, _ message: String, hint: String? = nil) {
        self.code = code
        self.message = message
        self.hint = hint
    }

    public var description: String { hint.map { "\(message) (\($0))" } ?? message }
}
