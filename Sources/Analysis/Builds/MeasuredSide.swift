import SpanSources
import Telemetry

/// A side whose spans were counted, and as many of them as further questions need.
struct MeasuredSide: Sendable {
    let side: BuildSide
    let spans: Double
    /// The side where it is small, else parts of its time.
    let sample: BuildSide

    /// Whether the sample is less than the side.
    var isSampled: Bool { sample != side }

    /// - Parameter smallest: the spans of the side that has the fewest, where all are of one time and share its parts.
    init(_ side: BuildSide, spans: Double, smallest: Double?, sampleSize: Double) {
        self.side = side
        self.spans = spans
        sample = side.sampled(sampleSize, of: smallest ?? spans)
    }
}

extension BuildDifferenceReader {
    /// What each operation did on each side.
    ///
    /// Spans, failures and durations of all spans; traces of the sample, brought up to all spans in the same proportion.
    func measures(
        _ sides: [BuildSide]
    ) async throws(SpanSourceError) -> (
        sides: [MeasuredSide], operations: [[Operation: OperationMeasure]], sampledSpans: Double
    ) {
        let parts = try await SideReading(source: source, sides: sides).parts(BuildQueries.operations)
        var operations = zip(sides, parts).map { BuildQueries.measures(service: $0.service, $1) }
        let totals = operations.map { $0.values.reduce(0) { $0 + $1.count } }
        let smallest = Set(sides.map(\.range)).count == 1 ? totals.min() : nil
        let measured = zip(sides, totals).map {
            MeasuredSide($0, spans: $1, smallest: smallest, sampleSize: sampleSize)
        }
        let samples = try await SideReading(source: source, sides: measured.map(\.sample)).parts(BuildQueries.traces)
        var sampledSpans = 0.0
        for (index, part) in samples.enumerated() {
            for row in part.rows {
                let key = BuildQueries.operation(sides[index].service, part.table, row)
                let count = part.table.number("count", row: row) ?? 0
                sampledSpans += count
                guard count > 0, let all = operations[index][key]?.count else { continue }
                let traces = part.table.number("distinct(traceID)", row: row) ?? 0
                operations[index][key]?.traces = traces * all / count
            }
        }
        return (measured, operations, sampledSpans)
    }
}
