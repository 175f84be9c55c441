import SpanSources
import Telemetry

/// Reads the JSON encoding of both export requests straight into columns.
///
/// Members come in any order, so what stands above rows (resource, scope) and below them (attributes, events) is
/// captured as text first and read when its turn comes.
struct JSONDecoder: ~Copyable {
    var builder = ExportBuilder()
    let arena = ByteArena()
    private let body: Bytes

    init(_ body: Bytes) { self.body = body }

    /// The whole body: one request, or one per line as the Collector's file exporter writes them.
    mutating func request(_ signal: ExportRequest.Signal) throws(WireFault) {
        var reader = JSONReader(body, arena)
        repeat {
            var resources: Bytes?
            guard try reader.peek() == UInt8(ascii: "{") else { throw .syntax }
            try reader.object { (reader, key) throws(WireFault) in
                if key.spells(signal == .traces ? "resourceSpans" : "resourceLogs") {
                    resources = try reader.capture()
                } else {
                    try reader.skip()
                }
            }
            if let resources {
                try elements(resources) { (decoder, text) throws(WireFault) in
                    try decoder.resource(text, signal)
                }
            }
        } while !reader.isAtEnd()
    }

    /// Calls the body with the text of each element.
    mutating func elements(
        _ array: Bytes, _ body: (inout JSONDecoder, Bytes) throws(WireFault) -> Void
    ) throws(WireFault) {
        var reader = JSONReader(array, arena)
        try reader.array { (reader) throws(WireFault) in try body(&self, try reader.capture()) }
    }

    private mutating func resource(_ text: Bytes, _ signal: ExportRequest.Signal) throws(WireFault) {
        builder.context = RowContext()
        var scopes: [Bytes] = []
        var reader = JSONReader(text, arena)
        try reader.object { (reader, key) throws(WireFault) in
            if key.spells("resource") {
                try reader.object { (reader, key) throws(WireFault) in
                    if key.spells("attributes") {
                        builder.context.resource = try JSONAttributes.list(&reader, arena)
                    } else {
                        try reader.skip()
                    }
                }
            } else if key.spells(signal == .traces ? "scopeSpans" : "scopeLogs") {
                scopes.append(try reader.capture())
            } else {
                try reader.skip()
            }
        }
        for scope in scopes {
            try elements(scope) { (decoder, text) throws(WireFault) in try decoder.scope(text, signal) }
        }
    }

    private mutating func scope(_ text: Bytes, _ signal: ExportRequest.Signal) throws(WireFault) {
        builder.context.scope = []
        var records: [Bytes] = []
        var reader = JSONReader(text, arena)
        try reader.object { (reader, key) throws(WireFault) in
            if key.spells("scope") {
                try scopeAttributes(&reader)
            } else if key.spells(signal == .traces ? "spans" : "logRecords") {
                records.append(try reader.capture())
            } else {
                try reader.skip()
            }
        }
        for list in records {
            try elements(list) { (decoder, text) throws(WireFault) in
                switch signal {
                case .traces: try decoder.span(text)
                case .logs: try decoder.logRecord(text)
                }
            }
        }
        builder.closeScope()
    }

    private mutating func scopeAttributes(_ reader: inout JSONReader) throws(WireFault) {
        try reader.object { (reader, key) throws(WireFault) in
            if key.spells("name") || key.spells("version") {
                let text = try reader.string()
                if !text.isEmpty { builder.context.scope.append(RawAttribute(key: key, value: .text(text))) }
            } else if key.spells("attributes") {
                builder.context.scope += try JSONAttributes.list(&reader, arena)
            } else {
                try reader.skip()
            }
        }
    }
}

extension Bytes {
    /// Whether the bytes are this word.
    func spells(_ word: StaticString) -> Bool {
        guard count == word.utf8CodeUnitCount else { return false }
        for position in 0..<count where self[position] != word.utf8Start[position] { return false }
        return true
    }
}
