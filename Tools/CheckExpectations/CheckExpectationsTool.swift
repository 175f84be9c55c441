import Analysis
import Expectations
import JSONValues
public import SourceHistory
public import SpanSources
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
    private let source: any SpanSource
    private let repositories: RepositorySet
    private let catalogue: BuildCatalogue

    /// Makes the tool.
    public init(repositories: RepositorySet, source: any SpanSource, deploys: any DeployLog = NoDeployLog()) {
        self.source = source
        self.repositories = repositories
        catalogue = BuildCatalogue(source: source, deploys: deploys)
        words = ToolWords(embedded: PackageResources.check_expectations_md)
    }

    public func run(_ input: Input, _ context: ToolContext) async throws(ToolFailure) -> ToolOutput {
        let range = BuildCatalogue.range(hours: input.hours, context)
        let builds = try await catalogue.builds(service: input.service, range: range, context)
        let known = builds.map(\.build).joined(separator: ", ")
        guard let new = input.to.map({ name in builds.first { $0.build == name } }) ?? builds.first else {
            throw ToolFailure(
                .notFound, "no spans of \(input.service) build '\(input.to ?? "")' in \(range)",
                hint: known.isEmpty ? "list_builds shows what there is; try more hours" : "builds seen: \(known)")
        }
        let old = builds.first { build in
            input.from.map { $0 == build.build } ?? (build.build != new.build && build.firstSeen < new.firstSeen)
        }
        let found = try await expectations(of: new, since: old)
        let outcomes = try await check(found.expectations.filter { $0.service == input.service }, new, old, context)
        let counts = ExpectationOutcome.Verdict.allCases.compactMap { verdict in
            let count = outcomes.count { $0.verdict == verdict }
            return count > 0 ? "\(count) \(verdict.rawValue)" : nil
        }
        return ToolOutput(
            summary: outcomes.isEmpty
                ? "no expectation is written for \(input.service) \(new.build)"
                : "\(input.service) \(new.build): " + counts.joined(separator: ", "),
            sections: outcomes.isEmpty ? [] : [.init(name: "expectations", content: .table(Self.table(outcomes)))],
            backend: "\(source.backend), git", window: TimeRange(start: new.firstSeen, end: context.now),
            isComplete: found.errors.isEmpty, notes: found.errors.map { "cannot be read: \($0)" })
    }

    private func expectations(
        of new: ObservedBuild, since old: ObservedBuild?
    ) async throws(ToolFailure) -> ExpectationReader.Found {
        do throws(SourceHistoryError) {
            let repository = try repositories.required(forService: new.service)
            let newer = try await repository.revision(ofVersion: new.build, revision: new.revision)
            var older: Revision?
            if let old { older = try? await repository.revision(ofVersion: old.build, revision: old.revision) }
            return try await ExpectationReader(repository).expectations(at: newer, since: older)
        } catch {
            throw ToolFailure(error)
        }
    }

    /// Over all the time the build has run, against the build before over its time.
    private func check(
        _ expectations: [Expectation], _ new: ObservedBuild, _ old: ObservedBuild?, _ context: ToolContext
    ) async throws(ToolFailure) -> [ExpectationOutcome] {
        func rows(_ build: ObservedBuild, until end: Timestamp) -> Comparison.RowSet {
            .init(
                range: TimeRange(
                    start: build.firstSeen, end: max(build.firstSeen, min(end, build.lastSeen + .nanoseconds(1)))),
                filter: context.environmentFilter.and(.compare(.build, .equal, .string(build.build))))
        }
        let check = ExpectationCheck(
            source, after: rows(new, until: context.now), before: old.map { rows($0, until: new.firstSeen) })
        var outcomes: [ExpectationOutcome] = []
        do {
            for expectation in expectations { outcomes.append(try await check.check(expectation)) }
        } catch {
            throw ToolFailure(error)
        }
        return outcomes
    }

    private static func table(_ outcomes: [ExpectationOutcome]) -> ToolTable {
        ToolTable(
            columns: [
                .init("expectation", isUntrusted: true), .init("verdict"), .init("measured"), .init("unit"),
                .init("spans", unit: "count"), .init("interval"), .init("explanation"), .init("origin"),
            ],
            rows: outcomes.map { outcome in
                let (value, unit) = outcome.measured
                return [
                    .string(outcome.expectation.text), .string(outcome.verdict.rawValue), .rounded(value),
                    .string(unit), .integer(Int64(outcome.sampleSize)), .string(outcome.intervalWords),
                    .string(outcome.explanation), .string(outcome.expectation.origin),
                ]
            })
    }
}

extension ExpectationOutcome {
    /// The value as people read it, and its unit.
    fileprivate var measured: (value: Double?, unit: String) {
        switch expectation.measure {
        case .quantile: (value.map { $0 * 1000 }, "ms")
        case .errorRate: (value, "share")
        case .rate: (value, "per_second")
        case .count: (value, "count")
        }
    }
}
