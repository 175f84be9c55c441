/// Gathers rows of several tables into a public batch.
package struct BatchAssembler {
    private let rename: (AttributeName) -> AttributeName?
    private var spans = SpanBatch()
    private var events = EventBatch()
    private var count = 0
    private var services = TextColumnAssembler()
    private var names = TextColumnAssembler()
    private var messages = TextColumnAssembler()
    private var attributes: [Target: AttributeAssembler] = [:]

    private struct Target: Hashable {
        var name: AttributeName
        var type: ValueType
    }

    /// Makes an assembler.
    ///
    /// - Parameter rename: The name an attribute gets in the batch; nil leaves it out. Of several attributes with one
    ///   new name in a row, the one whose column comes first counts.
    package init(rename: @escaping (AttributeName) -> AttributeName? = { $0 }) { self.rename = rename }

    /// Appends rows of a table of spans, in the given order.
    package mutating func appendSpans(_ table: ColumnTable, rows: [Int]) {
        appendShared(table, rows)
        let starts = table.numbers(.time)
        let durations = table.numbers(.duration)
        let parents = table.identifiers(.parent)
        let identifiers = table.identifiers(.span)
        spans.spanIDs += rows.map { SpanID(identifiers[$0]) }
        spans.parentIDs += rows.map { SpanID(parents[$0]) }
        spans.startNanoseconds += rows.map { starts[$0] }
        spans.durationNanoseconds += rows.map { durations[$0] }
        if let weights = table.weights() {
            spans.weights += rows.map { weights[$0] }
        } else {
            spans.weights += repeatElement(1, count: rows.count)
        }
        spans.traceIDs += Self.traces(table, rows)
        spans.kinds += Self.small(table, .kind, rows) { SpanKind(rawValue: $0) ?? .unspecified }
        spans.statuses += Self.small(table, .status, rows) { SpanStatus(rawValue: $0) ?? .unset }
    }

    /// Appends rows of a table of events, in the given order.
    package mutating func appendEvents(_ table: ColumnTable, rows: [Int]) {
        appendShared(table, rows)
        let times = table.numbers(.time)
        let identifiers = table.identifiers(.span)
        for row in rows {
            events.timeNanoseconds.append(times[row])
            events.spanIDs.append(SpanID(identifiers[row]))
        }
        events.traceIDs += Self.traces(table, rows)
        events.sources += Self.small(table, .source, rows) { EventSource(rawValue: $0) ?? .log }
        events.severities += Self.small(table, .severity, rows) { $0 }
    }

    /// The spans that were appended.
    package func spanBatch() -> SpanBatch {
        var batch = spans
        batch.services = services.column
        batch.names = names.column
        batch.statusMessages = messages.column
        batch.attributes = attributeColumns()
        return batch
    }

    /// The events that were appended.
    package func eventBatch() -> EventBatch {
        var batch = events
        batch.services = services.column
        batch.names = names.column
        batch.bodies = messages.column
        batch.attributes = attributeColumns()
        return batch
    }

    private mutating func appendShared(_ table: ColumnTable, _ rows: [Int]) {
        services.append(table.coded(.service), rows: rows)
        names.append(table.coded(.name), rows: rows)
        messages.append(table.coded(.message), rows: rows)
        var taken: [AttributeName: [Bool]] = [:]
        for (key, column) in zip(table.keys, table.columns) {
            guard case .attribute(let name, let type) = key, case .coded(let coded) = column, let name = rename(name)
            else { continue }
            append(coded, Target(name: name, type: type), rows, taken: &taken[name, default: []])
        }
        count += rows.count
    }

    private mutating func append(_ coded: CodedColumn, _ target: Target, _ rows: [Int], taken: inout [Bool]) {
        if taken.isEmpty { taken = Array(repeating: false, count: rows.count) }
        var codes: [UInt16] = []
        var outputRows: [UInt32] = []
        for (position, row) in rows.enumerated() where !taken[position] {
            let code = coded.code(atRow: row)
            guard code != 0 else { continue }
            taken[position] = true
            codes.append(code)
            outputRows.append(UInt32(count + position))
        }
        guard !codes.isEmpty else { return }
        attributes[target, default: AttributeAssembler()].append(
            coded.dictionary, codes: codes, outputRows: outputRows)
    }

    private func attributeColumns() -> [AttributeColumn] {
        attributes.sorted { ($0.key.name, $0.key.type) < ($1.key.name, $1.key.type) }
            .map { $0.value.column($0.key.name, $0.key.type) }
    }

    private static func traces(_ table: ColumnTable, _ rows: [Int]) -> [TraceID] {
        guard let coded = table.coded(.trace), case .traces(let traces) = coded.dictionary else {
            return rows.map { _ in .none }
        }
        if coded.rows == nil {
            let codes = coded.codes
            return rows.map { codes[$0] == 0 ? .none : traces[Int(codes[$0]) - 1] }
        }
        return rows.map { row in
            let code = coded.code(atRow: row)
            return code == 0 ? .none : traces[Int(code) - 1]
        }
    }

    /// A column of small numbers; each distinct one is converted once.
    private static func small<Value>(
        _ table: ColumnTable, _ column: IntrinsicColumn, _ rows: [Int], _ convert: (UInt8) -> Value
    ) -> [Value] {
        guard let coded = table.coded(column), case .integers(let entries) = coded.dictionary else {
            let value = convert(0)
            return rows.map { _ in value }
        }
        let values = [convert(0)] + entries.map { convert(UInt8(truncatingIfNeeded: $0)) }
        if coded.rows == nil {
            let codes = coded.codes
            return rows.map { values[Int(codes[$0])] }
        }
        return rows.map { values[Int(coded.code(atRow: $0))] }
    }
}
