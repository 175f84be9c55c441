public import Foundation

/// Runs cases with known truth through the real path - ingest, detection, dossier, loop, report - and scores what comes
/// out.
public enum Evaluation {
    /// Runs every kind of case that a directory holds.
    ///
    /// A kind is a folder of the layout its adapter knows: `commits` (`cases.json` alone), `exported`
    /// (a folder per case with `case.json`, `truth.json` and `traces.pb`), `nezha` (`cases.json` and `minutes/`), `robustspot`
    /// (`labels.json` and `cases/`), `rootcausebench` (a folder per incident with `truth.json`). The directory may be the
    /// parent of such folders or one of them.
    ///
    /// - Throws: `EvaluationError` where nothing is found or a case cannot be read.
    public static func run(
        directory: URL, configuration: EvaluationConfiguration
    ) async throws -> EvaluationReport {
        let adapters: [any CaseAdapter] = [
            CommitsAdapter(), ExportedCaseAdapter(), NezhaAdapter(), RobustSpotAdapter(), RootCauseBenchAdapter(),
        ]
        let subfolders = Self.subfolders(of: directory)
        var report = EvaluationReport()
        var found = false
        for adapter in adapters {
            // A folder of cases is run once, not again case by case.
            let mine = adapter.recognises(directory) ? [directory] : subfolders.filter(adapter.recognises)
            for folder in mine {
                found = true
                report.merge(try await adapter.run(folder, configuration))
            }
        }
        guard found else {
            throw EvaluationError(
                .nothingFound, "no cases in \(directory.lastPathComponent)",
                hint: "give a folder that holds commits, exported, nezha, robustspot or rootcausebench, or one of them")
        }
        if report.groups.isEmpty, report.notes.isEmpty {
            report.notes.append(
                configuration.only.isEmpty
                    ? "there was nothing to score" : "no case's id contains '\(configuration.only)'")
        }
        return report
    }

    private static func subfolders(of directory: URL) -> [URL] {
        let inside =
            (try? FileManager.default.contentsOfDirectory(
                at: directory, includingPropertiesForKeys: [.isDirectoryKey])) ?? []
        return inside.filter { (try? $0.resourceValues(forKeys: [.isDirectoryKey]).isDirectory) == true }
            .sorted { $0.lastPathComponent < $1.lastPathComponent }
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
