import SpanSources
import Telemetry

/// Counts values on both sides of a comparison that only whole traces can tell.
struct TraceComparison {
    let query: SpansetQuery
    /// What selects a span; nil for all.
    let selected: FieldExpression?
    let source: any SpanSource
    /// Where spans start, and where selected ones do.
    let range: TimeRange
    let window: TimeRange

    /// Adjusted counts of one value.
    private struct Sums {
        var selection = 0.0
        var baseline = 0.0
    }

    private struct Tally {
        var selection = ComparisonCounts.Size()
        var baseline = ComparisonCounts.Size()
        var values: [Field: [AttributeValue: Sums]] = [:]

        mutating func add(_ field: Field, _ value: AttributeValue, _ weight: Double, isSelected: Bool) {
            if isSelected {
                values[field, default: [:]][value, default: Sums()].selection += weight
            } else {
                values[field, default: [:]][value, default: Sums()].baseline += weight
            }
        }
    }

    /// The counts, and what the reader should know about them.
    func counts() async throws(TraceQLError) -> (ComparisonCounts, notes: [String]) {
        let candidates = try await CandidateTraces.find(CandidateCondition(query.pipeline), in: range, on: source)
        let reader = TraceReader(source: source, range: range, query: query, readsAllAttributes: true)
        var tally = Tally()
        var rest = candidates.ids[...]
        while !rest.isEmpty {
            let chunk = rest.prefix(TraceReader.chunk)
            rest = rest.dropFirst(chunk.count)
            let traces = try await reader.read(chunk)
            count(chunk.flatMap { rows(of: $0, in: traces) }.sorted(), of: traces, into: &tally)
        }
        let counts = ComparisonCounts(
            selection: tally.selection, baseline: tally.baseline,
            attributes: tally.values.sorted { $0.key.description < $1.key.description }.map(Self.attribute))
        return (
            counts, candidates.isCut ? ["only the newest spans were compared; narrow the window or the filter"] : []
        )
    }

    /// The spans of a trace that the query leaves, inside the range.
    private func rows(of trace: TraceID, in traces: TraceRows) -> Set<Int> {
        let found = traces.run(query.pipeline, on: Spanset(rows: traces.rowsOfTrace[trace] ?? []))
        return Set(found.flatMap(\.rows)).filter {
            range.contains(Timestamp(nanoseconds: traces.spans.startNanoseconds[$0]))
        }
    }

    private func count(_ rows: [Int], of traces: TraceRows, into tally: inout Tally) {
        let spans = traces.spans
        var sides = [Bool?](repeating: nil, count: spans.count)
        for row in rows {
            let isInside = window.contains(Timestamp(nanoseconds: spans.startNanoseconds[row]))
            let isSelected = isInside && (selected.map { traces.meets($0, row: row) } ?? true)
            let weight = Double(spans.weights[row])
            sides[row] = isSelected
            if isSelected { tally.selection.add(weight) } else { tally.baseline.add(weight) }
            tally.add(.intrinsic(.name), .string(spans.names[row]), weight, isSelected: isSelected)
            tally.add(.intrinsic(.service), .string(spans.services[row]), weight, isSelected: isSelected)
            tally.add(.intrinsic(.kind), .string(spans.kinds[row].word), weight, isSelected: isSelected)
            tally.add(.intrinsic(.status), .string(spans.statuses[row].word), weight, isSelected: isSelected)
        }
        for (name, columns) in Self.canonical(spans.attributes) {
            var isTaken = [Bool](repeating: false, count: spans.count)
            for column in columns {
                for (position, row) in column.rows.enumerated().map({ ($0, Int($1)) }) {
                    guard let isSelected = sides[row], !isTaken[row] else { continue }
                    isTaken[row] = true
                    tally.add(
                        .attribute(name), column.values[position], Double(spans.weights[row]), isSelected: isSelected)
                }
            }
        }
    }

    /// The columns of each attribute under all its spellings, in the order they are tried.
    private static func canonical(_ columns: [AttributeColumn]) -> [AttributeName: [AttributeColumn]] {
        func rank(_ column: AttributeColumn) -> Int {
            AttributeAliases.spellings(of: AttributeAliases.canonical(column.name.key)).firstIndex(of: column.name.key)
                ?? 0
        }
        return Dictionary(grouping: columns) {
            AttributeName($0.name.scope, AttributeAliases.canonical($0.name.key))
        }.mapValues { columns in columns.sorted { rank($0) < rank($1) } }
    }

    private static func attribute(_ field: Field, _ values: [AttributeValue: Sums]) -> AttributeCounts {
        let counted = values.map { value, sums in
            AttributeCounts.Value(
                value: value, selection: Int(sums.selection.rounded()), baseline: Int(sums.baseline.rounded()))
        }.sorted {
            ($1.selection, $1.baseline, $0.value.description) < ($0.selection, $0.baseline, $1.value.description)
        }
        return AttributeCounts(
            field: field, selectionRows: counted.reduce(0) { $0 + $1.selection },
            baselineRows: counted.reduce(0) { $0 + $1.baseline }, distinct: counted.count, values: counted)
    }
}
