public import SpanSources
import Telemetry

/// What a feature flag's variants do inside one build, at the same time and for the same operation.
public struct FlagContrast: Sendable {
    public var flag: String
    /// The variant that does worse, and the one it is held against.
    public var worse: String
    public var better: String
    public var comparison: BuildComparison

    /// The operations that got worse.
    public var regressions: [OperationChange] { comparison.operations(.regressed) }

    /// What it says, and the flip that would remove it.
    public var sentence: String {
        let worst = regressions.first.map { "\($0.operation.name): \(DiffReport.observation($0))" } ?? "nothing"
        return "It follows the flag \(flag) inside one build: \(worse) does worse than \(better) on \(worst). "
            + "Setting \(flag) from \(worse) to \(better) is the smallest change that removes it."
    }
}

/// Measures flags on a span source that is handed in.
public struct FlagReader: Sendable {
    let source: any SpanSource

    /// Flags and variants past this many are left out, the most frequent kept.
    static let variantLimit = 20

    /// Reads from a source.
    public init(_ source: any SpanSource) { self.source = source }

    /// The contrasts in which a variant does worse, most regressions first: each is the smallest flip, one flag's one
    /// variant, that removes them.
    public func contrasts(in side: BuildSide) async throws(SpanSourceError) -> [FlagContrast] {
        let table = try await source.run(Self.variants(side))
        var variants: [String: [String]] = [:]
        for row in 0..<table.rowCount {
            guard let flag = table.text("feature_flag.key", row: row),
                let variant = table.text("feature_flag.result.variant", row: row)
            else { continue }
            variants[flag, default: []].append(variant)
        }
        var found: [FlagContrast] = []
        for (flag, names) in variants.sorted(by: { $0.key < $1.key }) where names.count > 1 {
            found += Self.contrasts(of: flag, try await measures(of: flag, names, side))
        }
        for (flag, measures) in try await FlagEvents(source: source).measures(in: side) where variants[flag] == nil {
            found += Self.contrasts(of: flag, measures)
        }
        return found.sorted { ($1.regressions.count, $0.flag) < ($0.regressions.count, $1.flag) }
    }

    private func measures(
        of flag: String, _ variants: [String], _ side: BuildSide
    ) async throws(SpanSourceError) -> [FlagEvents.Measured] {
        var measures: [FlagEvents.Measured] = []
        for variant in variants {
            measures.append((variant, try await BuildDifferenceReader(source).measures(Self.side(side, flag, variant))))
        }
        return measures
    }

    /// Every variant against the one that is best beside it.
    private static func contrasts(of flag: String, _ measures: [FlagEvents.Measured]) -> [FlagContrast] {
        measures.compactMap { worse in
            let pairs = measures.filter { $0.variant != worse.variant }.map { better in
                FlagContrast(
                    flag: flag, worse: worse.variant, better: better.variant,
                    comparison: BuildComparison(before: better.operations, after: worse.operations))
            }
            return pairs.filter { !$0.regressions.isEmpty }.max { $0.regressions.count < $1.regressions.count }
        }
    }

    private static func side(_ side: BuildSide, _ flag: String, _ variant: String) -> BuildSide {
        var side = side
        side.filter = side.filter.and(.compare(.anyScope("feature_flag.key"), .equal, .string(flag)))
            .and(.compare(.anyScope("feature_flag.result.variant"), .equal, .string(variant)))
        return side
    }

    private static func variants(_ side: BuildSide) -> SpanQuery {
        SpanQuery(
            range: side.range, filter: side.predicate.and(.exists(.anyScope("feature_flag.key"))),
            groups: [.field(.anyScope("feature_flag.key")), .field(.anyScope("feature_flag.result.variant"))],
            aggregates: [.count], order: .init(column: "count"), limit: variantLimit)
    }
}
