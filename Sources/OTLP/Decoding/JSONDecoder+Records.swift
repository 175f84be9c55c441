import Telemetry

extension JSONDecoder {
    /// A span with its events and links.
    mutating func span(_ text: Bytes) throws(WireFault) {
        var span = RawSpan()
        var attributes: [RawAttribute] = []
        var events: Bytes?
        var links: Bytes?
        var reader = JSONReader(text, arena)
        try reader.object { (reader, key) throws(WireFault) in
            if key.spells("traceId") {
                (span.traceHigh, span.traceLow) = Self.trace(try reader.string())
            } else if key.spells("spanId") {
                span.span = Self.span(try reader.string())
            } else if key.spells("parentSpanId") {
                span.parent = Self.span(try reader.string())
            } else if key.spells("name") {
                span.name = try reader.string()
            } else if key.spells("kind") {
                span.kind = try JSONNumbers.kind(&reader)
            } else if key.spells("startTimeUnixNano") {
                span.start = try JSONNumbers.unsigned(&reader)
            } else if key.spells("endTimeUnixNano") {
                span.end = try JSONNumbers.unsigned(&reader)
            } else if key.spells("traceState") {
                span.weight = AdjustedCount.weight(traceState: try reader.string())
            } else if key.spells("attributes") {
                attributes = try JSONAttributes.list(&reader, arena)
            } else if key.spells("events") {
                events = try reader.capture()
            } else if key.spells("links") {
                links = try reader.capture()
            } else if key.spells("status") {
                try Self.status(&reader, &span)
            } else {
                try reader.skip()
            }
        }
        guard span.traceHigh | span.traceLow != 0, span.span != 0 else {
            return builder.reject("spans without a valid trace id and span id were left out")
        }
        builder.append(span)
        for (position, attribute) in attributes.enumerated() {
            builder.spanAttribute(attribute, position: position)
        }
        let parent = span
        if let events {
            try elements(events) { (decoder, text) throws(WireFault) in try decoder.spanEvent(text, of: parent) }
        }
        if let links {
            try elements(links) { (decoder, text) throws(WireFault) in try decoder.spanLink(text, of: parent) }
        }
    }

    private static func status(_ reader: inout JSONReader, _ span: inout RawSpan) throws(WireFault) {
        try reader.object { (reader, key) throws(WireFault) in
            if key.spells("code") {
                span.status = try JSONNumbers.status(&reader)
            } else if key.spells("message") {
                span.message = try reader.string()
            } else {
                try reader.skip()
            }
        }
    }

    private mutating func spanEvent(_ text: Bytes, of span: RawSpan) throws(WireFault) {
        var event = RawEvent(traceHigh: span.traceHigh, traceLow: span.traceLow, span: span.span, source: .spanEvent)
        var attributes: [RawAttribute] = []
        var reader = JSONReader(text, arena)
        try reader.object { (reader, key) throws(WireFault) in
            if key.spells("timeUnixNano") {
                event.time = try JSONNumbers.unsigned(&reader)
            } else if key.spells("name") {
                event.name = try reader.string()
            } else if key.spells("attributes") {
                attributes = try JSONAttributes.list(&reader, arena)
            } else {
                try reader.skip()
            }
        }
        if event.time == 0 { event.time = span.start }
        append(event, attributes)
    }

    private mutating func spanLink(_ text: Bytes, of span: RawSpan) throws(WireFault) {
        let event = RawEvent(
            traceHigh: span.traceHigh, traceLow: span.traceLow, span: span.span, time: span.start, source: .link)
        var attributes: [RawAttribute] = []
        var target = (trace: TraceID.none, span: SpanID.none)
        var reader = JSONReader(text, arena)
        try reader.object { (reader, key) throws(WireFault) in
            if key.spells("traceId") {
                let (high, low) = Self.trace(try reader.string())
                target.trace = TraceID(high: high, low: low)
            } else if key.spells("spanId") {
                target.span = SpanID(Self.span(try reader.string()))
            } else if key.spells("attributes") {
                attributes = try JSONAttributes.list(&reader, arena)
            } else {
                try reader.skip()
            }
        }
        append(event, LinkAttributes.target(target.trace, target.span, arena) + attributes)
    }

    /// A log record.
    mutating func logRecord(_ text: Bytes) throws(WireFault) {
        var event = RawEvent(source: .log)
        var attributes: [RawAttribute] = []
        var observed: UInt64 = 0
        var severityText = Bytes(start: nil, count: 0)
        var reader = JSONReader(text, arena)
        try reader.object { (reader, key) throws(WireFault) in
            if key.spells("timeUnixNano") {
                event.time = try JSONNumbers.unsigned(&reader)
            } else if key.spells("observedTimeUnixNano") {
                observed = try JSONNumbers.unsigned(&reader)
            } else if key.spells("severityNumber") {
                event.severity = UInt8(clamping: try JSONNumbers.unsigned(&reader))
            } else if key.spells("severityText") {
                severityText = try reader.string()
            } else if key.spells("body") {
                event.body = try JSONAttributes.bodyText(&reader, arena)
            } else if key.spells("eventName") {
                event.name = try reader.string()
            } else if key.spells("traceId") {
                (event.traceHigh, event.traceLow) = Self.trace(try reader.string())
            } else if key.spells("spanId") {
                event.span = Self.span(try reader.string())
            } else if key.spells("attributes") {
                attributes = try JSONAttributes.list(&reader, arena)
            } else {
                try reader.skip()
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

    private static func trace(_ text: Bytes) -> (UInt64, UInt64) {
        guard text.count == 32, let high = HexDigit.number(text.prefix(16)),
            let low = HexDigit.number(text.dropFirst(16))
        else { return (0, 0) }
        return (high, low)
    }

    private static func span(_ text: Bytes) -> UInt64 {
        text.count == 16 ? HexDigit.number(text) ?? 0 : 0
    }
}
