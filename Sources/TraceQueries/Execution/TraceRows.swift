import Telemetry

/// Whole traces, as columns in order of start: what structural conditions are evaluated on.
///
/// A class, because conditions are evaluated through closures and a copy of all columns per closure would cost more
/// than the conditions.
final class TraceRows {
    let spans: SpanBatch
    let forest: TraceForest
    /// The rows of each trace, ascending and so by start time.
    let rowsOfTrace: [TraceID: [Int]]
    let events: EventBatch
    /// The event rows of each span.
    let eventsOfSpan: [Int: [Int]]
    /// Numbered where a query asks for it.
    private(set) lazy var nestedSets = NestedSets(spans, forest, traces: rowsOfTrace.values)
    /// Compiled patterns, and what they said of values already seen.
    var matches: [String: PatternMatches] = [:]
    /// Dense columns of the attributes a query names.
    private let columns: [AttributeReference: [FieldValue]]

    /// - Precondition: `spans` are in order of start, oldest first.
    init(spans: SpanBatch, events: EventBatch, references: Set<AttributeReference>) {
        self.spans = spans
        self.events = events
        forest = TraceForest(spans)
        var rows: [TraceID: [Int]] = [:]
        for row in 0..<spans.count { rows[spans.traceIDs[row], default: []].append(row) }
        rowsOfTrace = rows
        var eventsOfSpan: [Int: [Int]] = [:]
        var rowOfSpan: [SpanID: [Int]] = [:]
        if events.count > 0 { for row in 0..<spans.count { rowOfSpan[spans.spanIDs[row], default: []].append(row) } }
        for event in 0..<events.count {
            let row = rowOfSpan[events.spanIDs[event]]?.first { spans.traceIDs[$0] == events.traceIDs[event] }
            if let row { eventsOfSpan[row, default: []].append(event) }
        }
        self.eventsOfSpan = eventsOfSpan
        var columns: [AttributeReference: [FieldValue]] = [:]
        for reference in references { columns[reference] = Self.column(reference, spans) }
        self.columns = columns
    }

    /// The value of an attribute on a span; parents are looked up by the caller.
    func value(of reference: AttributeReference, row: Int) -> FieldValue { columns[reference]?[row] ?? .none }

    /// The values of an attribute on the events, or links, of a span.
    func eventValues(of reference: AttributeReference, row: Int) -> [FieldValue] {
        (eventsOfSpan[row] ?? []).compactMap { event in
            guard (events.sources[event] == .link) == (reference.scope == .link) else { return nil }
            for spelling in AttributeAliases.spellings(of: reference.key) {
                if let value = events.value(AttributeName(.span, spelling), row: event) { return FieldValue(value) }
            }
            return nil
        }
    }

    /// The root of a trace: the first span without a parent id, else the first whose parent is missing.
    func root(of trace: TraceID) -> Int? {
        let rows = rowsOfTrace[trace] ?? []
        return rows.first { spans.parentIDs[$0] == .none } ?? rows.first { forest.parent(of: $0) == nil }
    }

    private static func column(_ reference: AttributeReference, _ spans: SpanBatch) -> [FieldValue] {
        var column = [FieldValue](repeating: .none, count: spans.count)
        // The first scope and spelling that has a value wins, so the weakest is written first.
        for scope in reference.telemetryScopes.reversed() {
            if scope == .resource, reference.key == "service.name" {
                for row in column.indices { column[row] = .string(spans.services[row]) }
            }
            for spelling in AttributeAliases.spellings(of: reference.key).reversed() {
                for source in spans.columns(AttributeName(scope, spelling)) {
                    for (position, row) in source.rows.enumerated() {
                        column[Int(row)] = FieldValue(source.values[position])
                    }
                }
            }
        }
        return column
    }
}

extension AttributeReference {
    /// The scopes it is looked for in, strongest first.
    var telemetryScopes: [AttributeScope] {
        switch scope {
        case .any: [.span, .resource, .instrumentation]
        case .span: [.span]
        case .resource: [.resource]
        case .instrumentation: [.instrumentation]
        case .event, .link: []
        }
    }

    /// The same attribute on the span itself.
    var onSpan: AttributeReference { AttributeReference(scope, key) }
}
