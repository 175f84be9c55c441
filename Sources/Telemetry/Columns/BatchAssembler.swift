/// Gathers rows of several tables into a public batch.
package struct BatchAssembler: Sendable {
    private let rename: @Sendable (AttributeName) -> AttributeName?
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
    package init(rename: @escaping @Sendable (AttributeName) -> AttributeName? = { $0 }) { self.rename = rename }

    /// Makes room for so many spans in all.
    package mutating func reserveSpans(_ count: Int) {
        spans.reserve(count)
        services.reserve(count)
        names.reserve(count)
        messages.reserve(count)
    }

    /// Appends rows of a table of spans, in the given order.
    package mutating func appendSpans(_ table: ColumnTable, rows: [Int]) {
        appendShared(table, rows)
        spans.spanIDs += rows.picking(table.identifiers(.span)) { SpanID($0) }
        spans.parentIDs += rows.picking(table.identifiers(.parent)) { SpanID($0) }
        spans.startNanoseconds += rows.picking(table.numbers(.time)) { $0 }
        spans.durationNanoseconds += rows.picking(table.numbers(.duration)) { $0 }
        if let weights = table.weights() {
            spans.weights += rows.picking(weights) { $0 }
        } else {
            spans.weights += repeatElement(1, count: rows.count)
        }
        spans.traceIDs += table.traces(rows)
        spans.kinds += table.small(.kind, rows) { SpanKind(rawValue: $0) ?? .unspecified }
        spans.statuses += table.small(.status, rows) { SpanStatus(rawValue: $0) ?? .unset }
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
        events.traceIDs += table.traces(rows)
        events.sources += table.small(.source, rows) { EventSource(rawValue: $0) ?? .log }
        events.severities += table.small(.severity, rows) { $0 }
    }

    /// Appends what another assembler, with the same names for attributes, gathered.
    package mutating func append(_ other: BatchAssembler) {
        spans.append(other.spans)
        events.append(other.events)
        services.append(other.services)
        names.append(other.names)
        messages.append(other.messages)
        for (target, column) in other.attributes {
            attributes[target, default: AttributeAssembler()].append(column, firstRow: UInt32(count))
        }
        count += other.count
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
}
