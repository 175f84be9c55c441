import Expectations
import SourceHistory

/// What the repository knows of a function: who changed it last, and what is expected of its operations.
struct FunctionHistory: Sendable {
    var commits: [Commit] = []
    var expectations: [Expectation] = []
    /// What could not be read.
    var notes: [String] = []

    /// Reads both at once; what fails becomes a note, because the telemetry stands without it.
    ///
    /// - Parameter patience: how long git may walk; it runs beside the queries, and a history of 100,000 commits takes
    ///   seconds.
    init(_ found: LocatedFunction, patience: Duration) async {
        async let read = ExpectationReader(found.repository).expectations(at: found.revision)
        await readCommits(found, patience: patience)
        do {
            let read = try await read
            expectations = read.expectations
            notes += read.errors.prefix(3).map { "\($0)" }
        } catch {
            notes.append("the expectations could not be read: \(error)")
        }
    }

    /// Where git does not come to a change of the function's lines in time, the last changes of its file are told.
    private mutating func readCommits(_ found: LocatedFunction, patience: Duration) async {
        do {
            let recent = try await found.repository.log(
                of: found.function.function.lines, in: found.function.path, at: found.revision, patience: patience)
            let isOfFile = recent.commits.isEmpty && !recent.isWhole
            commits = isOfFile ? recent.ofFile : recent.commits
            if isOfFile {
                notes.append("the history is long: the last changes are the file's, not only the function's")
            } else if !recent.isWhole {
                notes.append("the history is long: older changes of the function are not listed")
            }
        } catch {
            notes.append("the last changes could not be read: \(error)")
        }
    }
}
