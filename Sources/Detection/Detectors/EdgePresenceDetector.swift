import Analysis
import Telemetry

/// Finds calls between two services that appeared or ceased. Notices: they explain findings and seldom are one.
public struct EdgePresenceDetector: Detector {
    public let name = "edge_presence"
    /// Least calls in the window of a new edge, or due in the window of a vanished one.
    public var minimumCount: Double

    /// Makes a detector.
    public init(minimumCount: Double = 10) { self.minimumCount = minimumCount }

    private struct Edge: Hashable {
        let caller: String
        let callee: String
    }

    public func screen(_ windows: OperationWindows) -> Screening {
        let test = SeriesTest(windows: windows)
        var screening = Screening()
        guard test.isWarm else { return screening }
        let edges = counts(windows)
        let busy = busyServices(edges, test)
        for (edge, counts) in edges.sorted(by: { ($0.key.caller, $0.key.callee) < ($1.key.caller, $1.key.callee) }) {
            screening.tested += 1
            let seen = test.inWindow(counts)
            let due = test.usual(counts) * Double(windows.windowBuckets)
            let isCallerBusy = busy.contains(edge.caller)
            if test.inBaseline(counts) == 0, seen >= minimumCount {
                screening.findings.append(finding(edge, counts, .newEdge, seen, 0, test))
            } else if seen == 0, due >= minimumCount, isCallerBusy {
                screening.findings.append(finding(edge, counts, .vanishedEdge, 0, due, test))
            }
        }
        return screening
    }

    /// Services that work in the window; one that is silent calls nobody for that reason.
    private func busyServices(_ edges: [Edge: [Double]], _ test: SeriesTest) -> Set<String> {
        let working = test.windows.operations.filter { test.inWindow($0.counts) > 0 }.map(\.service)
        return edges.reduce(into: Set(working)) { busy, edge in
            if test.inWindow(edge.value) > 0 { busy.insert(edge.key.caller) }
        }
    }

    private func counts(_ windows: OperationWindows) -> [Edge: [Double]] {
        windows.work.reduce(into: [:]) { edges, series in
            guard let caller = series.caller, caller != series.service else { return }
            let edge = Edge(caller: caller, callee: series.service)
            let counts = series.latencies.map(\.count)
            edges[edge] = edges[edge].map { zip($0, counts).map(+) } ?? counts
        }
    }

    private func finding(
        _ edge: Edge, _ counts: [Double], _ kind: Finding.Kind, _ seen: Double, _ due: Double, _ test: SeriesTest
    ) -> Finding {
        let windows = test.windows
        let ratio = PoissonRatio(left: seen, leftExposure: 1, right: due, rightExposure: 1, overdispersion: 2)
        let onset = test.onset { (counts[$0] > 0) == (kind == .newEdge) }
        return Finding(
            detector: name, kind: kind, service: edge.caller, operation: "to \(edge.callee)",
            onset: windows.range(onset..<windows.bucketCount).start, window: windows.range(windows.window),
            observed: seen, expected: due, unit: "count", effect: ratio.ratio, sampleSize: Int(seen),
            baselineSize: Int(test.inBaseline(counts)), probability: ratio.probability, severity: .notice,
            explanation: kind == .newEdge
                ? "\(edge.caller) newly calls \(edge.callee): \(Int(seen)) calls, none before."
                : "\(edge.caller) calls \(edge.callee) no more: none where \(Rounded.text(due)) calls were due.")
    }
}
