import Telemetry

/// One table (spans, or events) in the making.
struct TableBuilder: ~Copyable {
    private(set) var rowCount = 0
    var attributes = AttributeTableBuilder()
    private var times = GrowableBuffer<Int64>()
    private var durations = GrowableBuffer<Int64>()
    private var spans = GrowableBuffer<UInt64>()
    private var parents = GrowableBuffer<UInt64>()
    private var weights = GrowableBuffer<Float>()
    private var isWeighted = false
    private var traces = WordInterner<TraceID>()
    private var traceCodes = GrowableBuffer<UInt16>()
    private var services = TextInterner()
    private var serviceCodes = GrowableBuffer<UInt16>()
    private var names = TextInterner()
    private var nameCodes = GrowableBuffer<UInt16>()
    private var messages = TextInterner()
    private var messageCodes = GrowableBuffer<UInt16>()
    private var firstSmall = GrowableBuffer<UInt8>()
    private var secondSmall = GrowableBuffer<UInt8>()

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
        traceCodes.append(high | low == 0 ? 0 : traces.intern(TraceID(high: high, low: low)))
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
            if case .text(let text) = attribute.value, attribute.key.spells("service.name") {
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
        serviceCodes.append(repeating: code, count: rows.count)
    }

    /// The finished table of spans.
    func spanTable() -> ColumnTable {
        var table = sharedTable()
        table.append(.intrinsic(.parent), .identifiers(parents.array))
        table.append(.intrinsic(.duration), .numbers(durations.array))
        table.append(.intrinsic(.kind), Self.small(firstSmall.elements, limit: 5))
        table.append(.intrinsic(.status), Self.small(secondSmall.elements, limit: 2))
        if isWeighted { table.append(.intrinsic(.weight), .weights(weights.array)) }
        attributes.appendColumns(to: &table)
        return table
    }

    /// The finished table of events.
    func eventTable() -> ColumnTable {
        var table = sharedTable()
        table.append(.intrinsic(.severity), Self.small(firstSmall.elements, limit: 24))
        table.append(.intrinsic(.source), Self.small(secondSmall.elements, limit: 2))
        attributes.appendColumns(to: &table)
        return table
    }

    private func sharedTable() -> ColumnTable {
        var table = ColumnTable(rowCount: rowCount)
        table.append(.intrinsic(.trace), Self.coded(traceCodes.array, .traces(traces.array)))
        table.append(.intrinsic(.span), .identifiers(spans.array))
        table.append(.intrinsic(.time), .numbers(times.array))
        table.append(.intrinsic(.service), Self.coded(serviceCodes.array, .text(services.dictionary)))
        table.append(.intrinsic(.name), Self.coded(nameCodes.array, .text(names.dictionary)))
        table.append(.intrinsic(.message), Self.coded(messageCodes.array, .text(messages.dictionary)))
        return table
    }

    private static func coded(_ codes: [UInt16], _ dictionary: ColumnDictionary) -> Column {
        .coded(CodedColumn(rows: nil, codes: codes, dictionary: dictionary))
    }

    private static func small(_ values: Bytes, limit: UInt8) -> Column {
        let codes = values.map { UInt16($0 <= limit ? $0 : 0) + 1 }
        return coded(codes, .integers((0...Int64(limit)).map { $0 }))
    }
}
