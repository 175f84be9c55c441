import Telemetry

/// One table (spans, or events) in the making.
struct TableBuilder {
    private(set) var rowCount = 0
    var attributes = AttributeTableBuilder()
    private var times: [Int64] = []
    private var durations: [Int64] = []
    private var spans: [UInt64] = []
    private var parents: [UInt64] = []
    private var weights: [Float] = []
    private var isWeighted = false
    private var traces = WordInterner()
    private var traceCodes: [UInt16] = []
    private var services = TextInterner()
    private var serviceCodes: [UInt16] = []
    private var names = TextInterner()
    private var nameCodes: [UInt16] = []
    private var messages = TextInterner()
    private var messageCodes: [UInt16] = []
    private var firstSmall: [UInt8] = []
    private var secondSmall: [UInt8] = []

    /// Adds a row of the spans table.
    mutating func append(_ span: RawSpan) {
        appendShared(high: span.traceHigh, low: span.traceLow, span: span.span, name: span.name, message: span.message)
        times.append(Int64(clamping: span.start))
        durations.append(span.end > span.start ? Int64(clamping: span.end &- span.start) : 0)
        parents.append(span.parent)
        weights.append(span.weight)
        if span.weight != 1 { isWeighted = true }
        firstSmall.append(span.kind)
        secondSmall.append(span.status)
    }

    /// Adds a row of the events table.
    mutating func append(_ event: RawEvent) {
        appendShared(
            high: event.traceHigh, low: event.traceLow, span: event.span, name: event.name, message: event.body)
        times.append(Int64(clamping: event.time))
        firstSmall.append(event.severity)
        secondSmall.append(event.source.rawValue)
    }

    private mutating func appendShared(high: UInt64, low: UInt64, span: UInt64, name: Bytes, message: Bytes) {
        traceCodes.append(high | low == 0 ? 0 : traces.intern(high: high, low: low))
        spans.append(span)
        nameCodes.append(names.intern(name))
        messageCodes.append(message.isEmpty ? 0 : messages.intern(message))
        rowCount &+= 1
    }

    /// Gives the rows since `start` their resource and scope.
    mutating func close(from start: Int, _ context: RowContext) {
        let rows = start..<rowCount
        guard !rows.isEmpty else { return }
        var service: Bytes?
        for (position, attribute) in context.resource.enumerated() {
            if case .text(let text) = attribute.value, attribute.key.elementsEqual("service.name".utf8) {
                service = text
            } else {
                attributes.append(attribute, .resource, position: position, rows: rows)
            }
        }
        for (position, attribute) in context.scope.enumerated() {
            attributes.append(attribute, .instrumentation, position: position, rows: rows)
        }
        var unknown = "unknown_service"
        let code = service.map { services.intern($0) } ?? unknown.withUTF8 { services.intern($0) }
        serviceCodes.append(contentsOf: repeatElement(code, count: rows.count))
    }

    /// The finished table of spans.
    func spanTable() -> ColumnTable {
        var table = sharedTable()
        table.append(.intrinsic(.parent), .identifiers(parents))
        table.append(.intrinsic(.duration), .numbers(durations))
        table.append(.intrinsic(.kind), Self.small(firstSmall, limit: 5))
        table.append(.intrinsic(.status), Self.small(secondSmall, limit: 2))
        if isWeighted { table.append(.intrinsic(.weight), .weights(weights)) }
        appendAttributes(to: &table)
        return table
    }

    /// The finished table of events.
    func eventTable() -> ColumnTable {
        var table = sharedTable()
        table.append(.intrinsic(.severity), Self.small(firstSmall, limit: 24))
        table.append(.intrinsic(.source), Self.small(secondSmall, limit: 2))
        appendAttributes(to: &table)
        return table
    }

    private func sharedTable() -> ColumnTable {
        var table = ColumnTable(rowCount: rowCount)
        table.append(.intrinsic(.trace), Self.coded(traceCodes, .traces(traces.traces)))
        table.append(.intrinsic(.span), .identifiers(spans))
        table.append(.intrinsic(.time), .numbers(times))
        table.append(.intrinsic(.service), Self.coded(serviceCodes, .text(services.dictionary)))
        table.append(.intrinsic(.name), Self.coded(nameCodes, .text(names.dictionary)))
        table.append(.intrinsic(.message), Self.coded(messageCodes, .text(messages.dictionary)))
        return table
    }

    private func appendAttributes(to table: inout ColumnTable) {
        var seen: Set<ColumnKey> = []
        for column in attributes.columns {
            let key = ColumnKey.attribute(column.name, column.type)
            // Keys that differ only in bytes that are not UTF-8 read the same; the first one stays.
            guard seen.insert(key).inserted else { continue }
            table.append(key, .coded(column.column(rowCount: rowCount)))
        }
    }

    private static func coded(_ codes: [UInt16], _ dictionary: ColumnDictionary) -> Column {
        .coded(CodedColumn(rows: nil, codes: codes, dictionary: dictionary))
    }

    private static func small(_ values: [UInt8], limit: UInt8) -> Column {
        let codes = values.map { UInt16($0 <= limit ? $0 : 0) + 1 }
        return coded(codes, .integers((0...Int64(limit)).map { $0 }))
    }
}
