import Telemetry

/// Reads the protobuf encoding of both export requests straight into columns.
struct ProtobufDecoder: ~Copyable {
    var builder = ExportBuilder()
    let arena = ByteArena()
    // Kept between spans, so that their memory is used again.
    private var attributes = GrowableBuffer<Bytes>()
    private var events = GrowableBuffer<Bytes>()
    private var links = GrowableBuffer<Bytes>()

    init() {}

    /// An `ExportTraceServiceRequest`.
    mutating func traces(_ request: Bytes) throws(WireFault) {
        try resources(request) { (decoder, record) throws(WireFault) in try decoder.span(record) }
    }

    /// An `ExportLogsServiceRequest`.
    mutating func logs(_ request: Bytes) throws(WireFault) {
        try resources(request) { (decoder, record) throws(WireFault) in try decoder.logRecord(record) }
    }

    /// Both requests have the same shape: resources (1) with scopes (2) with records (2).
    private mutating func resources(
        _ request: Bytes, _ record: (inout ProtobufDecoder, Bytes) throws(WireFault) -> Void
    ) throws(WireFault) {
        var reader = WireReader(request)
        while !reader.isAtEnd {
            let (field, type) = try reader.tag()
            guard field == 1, type == 2 else {
                try reader.skip(type)
                continue
            }
            try resource(try reader.bytes(), record)
        }
    }

    private mutating func resource(
        _ message: Bytes, _ record: (inout ProtobufDecoder, Bytes) throws(WireFault) -> Void
    ) throws(WireFault) {
        builder.context.removeAll()
        try fields(1, of: message) { (decoder, resource) throws(WireFault) in
            try decoder.fields(1, of: resource) { (decoder, attribute) throws(WireFault) in
                decoder.builder.context.resource.append(
                    try ProtobufAttributes.attribute(attribute, decoder.arena))
            }
        }
        try fields(2, of: message) { (decoder, scope) throws(WireFault) in
            decoder.builder.context.scope.removeAll(keepingCapacity: true)
            try decoder.fields(1, of: scope) { (decoder, scope) throws(WireFault) in try decoder.scope(scope) }
            try decoder.fields(2, of: scope, record)
            decoder.builder.closeScope()
        }
    }

    private mutating func scope(_ message: Bytes) throws(WireFault) {
        var reader = WireReader(message)
        while !reader.isAtEnd {
            let (field, type) = try reader.tag()
            switch (field, type) {
            case (1, 2): appendScope("name", try reader.bytes())
            case (2, 2): appendScope("version", try reader.bytes())
            case (3, 2):
                builder.context.scope.append(try ProtobufAttributes.attribute(try reader.bytes(), arena))
            default: try reader.skip(type)
            }
        }
    }

    private mutating func appendScope(_ key: String, _ text: Bytes) {
        guard !text.isEmpty else { return }
        builder.context.scope.append(RawAttribute(key: arena.keep(Array(key.utf8)), value: .text(text)))
    }

    /// Calls the body with every length-delimited field of one number.
    private mutating func fields(
        _ number: Int, of message: Bytes, _ body: (inout ProtobufDecoder, Bytes) throws(WireFault) -> Void
    ) throws(WireFault) {
        var reader = WireReader(message)
        while !reader.isAtEnd {
            let (field, type) = try reader.tag()
            if field == number, type == 2 {
                try body(&self, try reader.bytes())
            } else {
                try reader.skip(type)
            }
        }
    }

    private mutating func span(_ message: Bytes) throws(WireFault) {
        var span = RawSpan()
        attributes.removeAll()
        events.removeAll()
        links.removeAll()
        var isValid = true
        var reader = WireReader(message)
        while !reader.isAtEnd {
            let tag = try reader.wholeTag()
            switch tag {
            case WireTag.bytes(9): attributes.append(try reader.bytes())
            case WireTag.bytes(1):
                isValid = Identifier.trace(try reader.bytes(), &span.traceHigh, &span.traceLow) && isValid
            case WireTag.bytes(2): isValid = Identifier.span(try reader.bytes(), &span.span) && isValid
            case WireTag.bytes(3): span.weight = AdjustedCount.weight(traceState: try reader.bytes())
            case WireTag.bytes(4): isValid = Identifier.parent(try reader.bytes(), &span.parent) && isValid
            case WireTag.bytes(5): span.name = try reader.bytes()
            case WireTag.varint(6): span.kind = UInt8(clamping: try reader.varint())
            case WireTag.fixed64(7): span.start = try reader.fixed64()
            case WireTag.fixed64(8): span.end = try reader.fixed64()
            case WireTag.bytes(11): events.append(try reader.bytes())
            case WireTag.bytes(13): links.append(try reader.bytes())
            case WireTag.bytes(15): try status(try reader.bytes(), &span)
            default: try reader.skip(Int(tag & 7))
            }
        }
        guard isValid, span.traceHigh | span.traceLow != 0, span.span != 0 else {
            return builder.reject("spans without a valid trace id and span id were left out")
        }
        builder.append(span)
        for position in 0..<attributes.count {
            builder.spanAttribute(try ProtobufAttributes.attribute(attributes[position], arena), position: position)
        }
        for place in 0..<events.count { try spanEvent(events[place], of: span) }
        for place in 0..<links.count { try spanLink(links[place], of: span) }
    }

    private func status(_ message: Bytes, _ span: inout RawSpan) throws(WireFault) {
        var reader = WireReader(message)
        while !reader.isAtEnd {
            let (field, type) = try reader.tag()
            switch (field, type) {
            case (2, 2): span.message = try reader.bytes()
            case (3, 0): span.status = UInt8(clamping: try reader.varint())
            default: try reader.skip(type)
            }
        }
    }
}
