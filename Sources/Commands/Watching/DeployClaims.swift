import Analysis
import Investigation
import JSONValues
import Telemetry

/// Statements of a diff report with the cells of `diff_builds` they were read from.
struct DeployClaims {
    private let evidence: Evidence?
    private let builds: DeployedBuilds

    init(_ evidence: [Evidence], _ builds: DeployedBuilds) {
        self.evidence = evidence.first { $0.tool == "diff_builds" }
        self.builds = builds
    }

    /// About what got worse; where nothing did, about the busiest operations.
    func claims(about regressions: [OperationChange], else difference: BuildDifference) -> [Claim] {
        let busiest = difference.comparison.operations(.unchanged)
            .filter { $0.operation.kind == .server || $0.operation.kind == .consumer }
            .sorted { $0.weight > $1.weight }.prefix(3)
        return (regressions.isEmpty ? Array(busiest) : Array(regressions.prefix(6))).compactMap(claim)
    }

    private func claim(_ change: OperationChange) -> Claim? {
        let (name, kind) = (change.operation.name, change.operation.kind.word)
        guard let evidence,
            let row = evidence.rows("operations").first(where: {
                $0["operation"]?.string == name && $0["kind"]?.string == kind
            })
        else { return nil }
        let fails = change.moved.contains("errors")
        let (column, unit) = fails ? ("error_rate", "share") : ("p95", "ms")
        guard let after = row["\(column)_after"]?.double, let before = row["\(column)_before"]?.double else {
            return nil
        }
        func cite(_ column: String, _ value: Double) -> Citation {
            Citation(
                evidence: "\(evidence.id)", section: "operations",
                row: ["operation": .string(name), "kind": .string(kind)], column: column, value: .number(value),
                unit: unit)
        }
        func words(_ value: Double) -> String {
            fails ? "\(ShortNumber.text(100 * value)) % of its spans" : "\(ShortNumber.text(value)) ms"
        }
        let verb = fails ? "fails in" : "takes"
        let place = fails ? "" : " at the 95th percentile"
        return Claim(
            text: "\(name) \(verb) \(words(after))\(place) in build \(builds.current.build) and "
                + "\(words(before)) in build \(builds.previous.build).",
            citations: [cite("\(column)_after", after), cite("\(column)_before", before)])
    }
}
