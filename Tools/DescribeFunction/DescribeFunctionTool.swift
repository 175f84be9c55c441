import Analysis
import Expectations
public import SourceHistory
public import SpanSources
import Telemetry
public import ToolKit

/// Says what a function of the source does in production.
public struct DescribeFunctionTool: Tool {
    /// The arguments.
    public struct Input: Decodable, Sendable {
        /// `PATH:NAME`.
        var function: String
        var service: String?
        var build: String?
        var revision: String?
        var hours: Double?
    }

    public let name: ToolName = "describe_function"
    public let words: ToolWords
    private let source: any SpanSource
    private let repositories: RepositorySet

    /// Makes the tool.
    public init(repositories: RepositorySet, source: any SpanSource) {
        self.repositories = repositories
        self.source = source
        words = ToolWords(embedded: PackageResources.describe_function_md)
    }

    public func run(_ input: Input, _ context: ToolContext) async throws(ToolFailure) -> ToolOutput {
        guard let colon = input.function.lastIndex(of: ":"), colon > input.function.startIndex,
            input.function.index(after: colon) < input.function.endIndex
        else {
            throw ToolFailure(
                .invalidArguments, "'\(input.function.prefix(200))' is not PATH:NAME", hint: "src/cart.py:add_item")
        }
        let path = String(input.function[..<colon])
        let name = String(input.function[input.function.index(after: colon)...])
        do {
            let found = try await locate(name, path, input)
            async let history = FunctionHistory(found)
            let range = BuildCatalogue.range(hours: input.hours, context)
            let services = input.service.map { [$0] } ?? repositories.services(builtFrom: found.repository, path: path)
            let activity = try await FunctionReader(source).activity(
                of: found.function, services: services, in: range, filter: context.environmentFilter)
            return FunctionSections(found, activity, await history, services).output(source.backend, range)
        } catch let error as SourceHistoryError {
            throw ToolFailure(error)
        } catch let error as SpanSourceError {
            throw ToolFailure(error)
        } catch {
            throw error as? ToolFailure ?? ToolFailure(.unavailable, "\(error)")
        }
    }

    /// The function in the service's repository, else in the first repository that has it.
    private func locate(
        _ name: String, _ path: String, _ input: Input
    ) async throws(SourceHistoryError) -> LocatedFunction {
        let candidates =
            try input.service.map { service throws(SourceHistoryError) in
                [try repositories.required(forService: service)]
            } ?? repositories.repositories
        var failure = SourceHistoryError(
            .repositoryGone, "no repository is configured", hint: "add one under 'repositories' in whyd.yaml")
        for repository in candidates {
            do {
                let isNamed = input.build != nil || input.revision != nil
                let revision =
                    isNamed
                    ? try await repository.revision(ofVersion: input.build, revision: input.revision)
                    : try await repository.revision("HEAD")
                let function = try await repository.function(name, in: path, at: revision)
                return LocatedFunction(repository: repository, revision: revision, function: function)
            } catch {
                if failure.code != .functionAbsent { failure = error }
            }
        }
        throw failure
    }
}

/// A function and where it was read.
struct LocatedFunction: Sendable {
    var repository: SourceRepository
    var revision: Revision
    var function: ChangedFunction
}

/// What the repository knows of a function: who changed it last, and what is expected of its operations.
struct FunctionHistory: Sendable {
    var commits: [Commit] = []
    var expectations: [Expectation] = []
    /// What could not be read.
    var notes: [String] = []

    /// Reads both; what fails becomes a note, because the telemetry stands without it.
    init(_ found: LocatedFunction) async {
        do {
            commits = try await Self.commits(found)
        } catch  where error.code == .timedOut {
            await readFile(found)
        } catch {
            notes.append("the last changes could not be read: \(error)")
        }
        do {
            let read = try await ExpectationReader(found.repository).expectations(at: found.revision)
            expectations = read.expectations
            notes += read.errors.prefix(3).map { "\($0)" }
        } catch {
            notes.append("the expectations could not be read: \(error)")
        }
    }

    /// How long git may follow the function's lines; in a history of 100,000 commits it would take seconds.
    private static let patience = Duration.milliseconds(500)

    private static func commits(_ found: LocatedFunction) async throws(SourceHistoryError) -> [Commit] {
        try await found.repository.log(
            of: found.function.function.lines, in: found.function.path, at: found.revision, patience: patience)
    }

    /// The last commits of the file, where following the lines takes too long.
    private mutating func readFile(_ found: LocatedFunction) async {
        do {
            commits = try await found.repository.changes(
                before: found.revision, touching: [found.function.path], limit: 5
            ).map(\.commit)
            notes.append("the history is long: the last changes are the file's, not only the function's")
        } catch {
            notes.append("the last changes could not be read: \(error)")
        }
    }
}
