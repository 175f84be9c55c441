import Telemetry

extension ProtobufDecoder {
    /// An event inside a span.
    mutating func spanEvent(_ message: Bytes, of span: RawSpan) throws(WireFault) {
        var event = RawEvent(traceHigh: span.traceHigh, traceLow: span.traceLow, span: span.span, source: .spanEvent)
        var attributes: [RawAttribute] = []
        var reader = WireReader(message)
        while !reader.isAtEnd {
            let (field, type) = try reader.tag()
            switch (field, type) {
            case (1, 1): event.time = try reader.fixed64()
            case (2, 2): event.name = try reader.bytes()
            case (3, 2): attributes.append(try ProtobufAttributes.attribute(try reader.bytes(), arena))
            default: try reader.skip(type)
            }
        }
        if event.time == 0 { event.time = span.start }
        append(event, attributes)
    }

    /// A link of a span to another, kept as an event row at the span's start.
    mutating func spanLink(_ message: Bytes, of span: RawSpan) throws(WireFault) {
        let event = RawEvent(
            traceHigh: span.traceHigh, traceLow: span.traceLow, span: span.span, time: span.start, source: .link)
        var attributes: [RawAttribute] = []
        var high: UInt64 = 0
        var low: UInt64 = 0
        var target: UInt64 = 0
        var reader = WireReader(message)
        while !reader.isAtEnd {
            let (field, type) = try reader.tag()
            switch (field, type) {
            case (1, 2): _ = Identifier.trace(try reader.bytes(), &high, &low)
            case (2, 2): _ = Identifier.span(try reader.bytes(), &target)
            case (4, 2): attributes.append(try ProtobufAttributes.attribute(try reader.bytes(), arena))
            default: try reader.skip(type)
            }
        }
        append(event, LinkAttributes.target(TraceID(high: high, low: low), SpanID(target), arena) + attributes)
    }

    /// A log record.
    mutating func logRecord(_ message: Bytes) throws(WireFault) {
        var event = RawEvent(source: .log)
        var attributes: [RawAttribute] = []
        var severityText = Bytes(start: nil, count: 0)
        var observed: UInt64 = 0
        var reader = WireReader(message)
        while !reader.isAtEnd {
            let (field, type) = try reader.tag()
            switch (field, type) {
            case (1, 1): event.time = try reader.fixed64()
            case (2, 0): event.severity = UInt8(clamping: try reader.varint())
            case (3, 2): severityText = try reader.bytes()
            case (5, 2): event.body = try ProtobufAttributes.bodyText(try reader.bytes(), arena)
            case (6, 2): attributes.append(try ProtobufAttributes.attribute(try reader.bytes(), arena))
            case (9, 2): _ = Identifier.trace(try reader.bytes(), &event.traceHigh, &event.traceLow)
            case (10, 2): _ = Identifier.span(try reader.bytes(), &event.span)
            case (11, 1): observed = try reader.fixed64()
            case (12, 2): event.name = try reader.bytes()
            default: try reader.skip(type)
            }
        }
        if event.time == 0 { event.time = observed }
        if event.severity == 0 { event.severity = Severity.number(severityText) }
        append(event, attributes)
    }

    private mutating func append(_ event: RawEvent, _ attributes: [RawAttribute]) {
        builder.append(event)
        for (position, attribute) in attributes.enumerated() {
            builder.eventAttribute(attribute, position: position)
        }
    }
}
