import Analysis
import Expectations
import SourceHistory
import SpanSources
import Telemetry
public import ToolKit

/// Checks the expectations that a build carries.
public struct CheckExpectationsTool: Tool {
    /// The arguments.
    public struct Input: Decodable, Sendable {
        var service: String
        var from: String?
        var to: String?
        var hours: Double?
    }

    public let name: ToolName = "check_expectations"
    public let words: ToolWords
    private let sources: BuildSources

    init(_ sources: BuildSources) {
        self.sources = sources
        words = ToolWords(embedded: PackageResources.check_expectations_md)
    }

    public func run(_ input: Input, _ context: ToolContext) async throws(ToolFailure) -> ToolOutput {
        let (old, new) = try await sources.builds(
            of: input.service, from: input.from, to: input.to, hours: input.hours, context)
        let answers = ExpectationAnswers(source: sources.spans, filter: context.environment.filter, now: context.now)
        let found = try await expectations(of: new, since: old)
        let outcomes = try await answers.check(
            found.expectations.filter { $0.service == input.service }, on: new, since: old)
        let counts = ExpectationOutcome.Verdict.allCases.compactMap { verdict in
            let count = outcomes.count { $0.verdict == verdict }
            return count > 0 ? "\(count) \(verdict.rawValue)" : nil
        }
        return ToolOutput(
            summary: outcomes.isEmpty
                ? "no expectation is written for \(input.service) \(new.build)"
                : "\(input.service) \(new.build): " + counts.joined(separator: ", "),
            sections: outcomes.isEmpty
                ? [] : [.init(name: "expectations", content: .table(ExpectationAnswers.table(outcomes)))],
            backend: "\(sources.spans.backend), git", window: TimeRange(start: new.firstSeen, end: context.now),
            isComplete: found.errors.isEmpty, notes: found.errors.map { "cannot be read: \($0)" })
    }

    private func expectations(
        of new: ObservedBuild, since old: ObservedBuild?
    ) async throws(ToolFailure) -> ExpectationReader.Found {
        do throws(SourceHistoryError) {
            let repository = try sources.repositories.required(forService: new.service)
            let newer = try await repository.revision(ofVersion: new.build, revision: new.revision)
            var older: Revision?
            if let old { older = try? await repository.revision(ofVersion: old.build, revision: old.revision) }
            return try await ExpectationReader(repository).expectations(at: newer, since: older)
        } catch {
            throw ToolFailure(error)
        }
    }
}
