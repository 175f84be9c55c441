import Glibc
import SpanSources
import Telemetry

/// A metrics query over spans that only whole traces can tell.
struct TraceMetrics {
    let metrics: MetricsQuery

    private struct Key: Hashable {
        var time: Int64
        var labels: [FieldValue]
    }

    /// What was seen in one time step of one series.
    private struct Cell {
        var weight = 0.0
        var numbers: [Double] = []
    }

    func points(_ answer: inout QueryAnswer) async throws(TraceQLError) -> [SeriesPoint] {
        let query = metrics.query
        let candidates = try await CandidateTraces.find(
            CandidateCondition(query.pipeline), in: metrics.range, on: metrics.source)
        if candidates.isCut {
            answer.notes.append("only the newest spans were counted; narrow the window or the filter")
        }
        let reader = TraceReader(source: metrics.source, range: metrics.range, query: query)
        var cells: [Key: Cell] = [:]
        var rest = candidates.ids[...]
        while !rest.isEmpty {
            let chunk = rest.prefix(TraceReader.chunk)
            rest = rest.dropFirst(chunk.count)
            let traces = try await reader.read(chunk)
            answer.scannedRows += traces.spans.count
            for id in chunk { answer.matchedRows += count(id, of: traces, into: &cells) }
        }
        return cells.flatMap { points(of: $0.key, $0.value) }
    }

    private func count(_ id: TraceID, of traces: TraceRows, into cells: inout [Key: Cell]) -> Int {
        let input = Spanset(rows: traces.rowsOfTrace[id] ?? [])
        let rows = Set(traces.run(metrics.query.pipeline, on: input).flatMap(\.rows)).sorted()
        var matched = 0
        for row in rows {
            let start = traces.spans.startNanoseconds[row]
            guard metrics.range.contains(Timestamp(nanoseconds: start)) else { continue }
            matched += 1
            let step = metrics.step.wholeNanoseconds
            let bucket = Int64((Double(start) / Double(step)).rounded(.down)) * step
            var key = Key(time: bucket, labels: metrics.metrics.groups.map { traces.value(of: $0, row: row) })
            guard let value else { cells[key, default: Cell()].weight += Double(traces.spans.weights[row]); continue }
            guard let number = traces.value(of: value, row: row).number else { continue }
            if case .histogram = metrics.metrics.function {
                guard number > 0 else { continue }
                key.labels.append(.number(exp2(log2(number).rounded(.down))))
            }
            cells[key, default: Cell()].weight += Double(traces.spans.weights[row])
            cells[key, default: Cell()].numbers.append(number)
        }
        return matched
    }

    /// The expression whose values are aggregated; nil where spans are counted.
    private var value: FieldExpression? {
        switch metrics.metrics.function {
        case .rate, .countOverTime, .compare: nil
        case .aggregate(_, let field), .quantiles(let field, _), .histogram(let field): field
        }
    }

    private func points(of key: Key, _ cell: Cell) -> [SeriesPoint] {
        let units = metrics.metrics.groups.map(\.unit) + [value?.unit]
        let labels = zip(key.labels, units).map { $0.cell(unit: $1) }
        func point(_ value: Double, _ more: [AnswerCell] = []) -> SeriesPoint {
            SeriesPoint(time: key.time, labels: labels + more, value: value)
        }
        switch metrics.metrics.function {
        case .rate: return [point(cell.weight / metrics.step.inSeconds)]
        case .countOverTime, .histogram, .compare: return [point(cell.weight)]
        case .aggregate(let aggregate, _): return aggregate.value(of: cell.numbers).map { [point($0)] } ?? []
        case .quantiles(_, let quantiles):
            let sorted = cell.numbers.sorted()
            return quantiles.map { point(Self.quantile(sorted, $0), [.number($0)]) }
        }
    }

    /// Linear interpolation between closest ranks (Hyndman-Fan type 7), as span sources do it.
    private static func quantile(_ sorted: [Double], _ q: Double) -> Double {
        let place = Double(sorted.count - 1) * q
        let low = Int(place)
        return sorted[low] + (sorted[min(low + 1, sorted.count - 1)] - sorted[low]) * (place - Double(low))
    }
}
