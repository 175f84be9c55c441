import Analysis
import Expectations
import SourceHistory
import SpanSources
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
    private let sources: BuildSources

    init(_ sources: BuildSources) {
        self.sources = sources
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
            async let history = FunctionHistory(found, patience: sources.patience)
            let range = BuildCatalogue.range(hours: input.hours, context)
            let services =
                input.service.map { [$0] } ?? sources.repositories.services(builtFrom: found.repository, path: path)
            let activity = try await FunctionReader(sources.spans).activity(
                of: found.function, services: services, in: range, filter: context.environment.filter)
            let known = await history
            let outcomes = try await outcomes(known.expectations, activity, services, context)
            return FunctionSections(
                found: found, activity: activity, history: known, services: services, outcomes: outcomes
            ).output(sources.spans.backend, range)
        } catch let error as SourceHistoryError {
            throw ToolFailure(error)
        } catch let error as SpanSourceError {
            throw ToolFailure(error)
        } catch {
            throw error as? ToolFailure ?? ToolFailure(.unavailable, "\(error)")
        }
    }

    /// What is expected of the function's operations and of their services as a whole, checked on the newest builds.
    private func outcomes(
        _ expectations: [Expectation], _ activity: FunctionActivity, _ services: [String], _ context: ToolContext
    ) async throws(ToolFailure) -> [ExpectationOutcome] {
        let answers = ExpectationAnswers(source: sources.spans, filter: context.environment.filter, now: context.now)
        let operations = Set(activity.links.map(\.operation.name))
        var outcomes: [ExpectationOutcome] = []
        for service in Set(activity.links.map(\.operation.service) + services).sorted() {
            let fitting = expectations.filter { $0.service == service && $0.operation.map(operations.contains) ?? true }
            let builds = activity.observedBuilds(of: service)
            guard let newest = builds.first, !fitting.isEmpty else { continue }
            outcomes += try await answers.check(
                Array(fitting.prefix(20)), on: newest, since: builds.dropFirst().first)
        }
        return outcomes
    }

    /// The function in the service's repository, else in the first repository that has it.
    private func locate(
        _ name: String, _ path: String, _ input: Input
    ) async throws(SourceHistoryError) -> LocatedFunction {
        let candidates =
            try input.service.map { service throws(SourceHistoryError) in
                [try sources.repositories.required(forService: service)]
            } ?? sources.repositories.repositories
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
