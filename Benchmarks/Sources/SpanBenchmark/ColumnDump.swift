import Foundation

/// Writes the same spans as plain binary columns, from which the peers' Parquet file is made.
struct ColumnDump {
    private let generator: SpanGenerator
    private let directory: URL
    /// Spans per chunk of files.
    static let chunk = 1_000_000

    init(_ generator: SpanGenerator, directory: URL) {
        self.generator = generator
        self.directory = directory
    }

    private enum Source {
        case unsigned((GeneratedSpan) -> UInt64)
        case signed((GeneratedSpan) -> Int64)
        case double((GeneratedSpan) -> Double)
        case code((GeneratedSpan) -> Int, [String])
        case numbered((GeneratedSpan) -> Int, prefix: String)
    }

    private var columns: [(name: String, source: Source)] {
        [
            ("trace_high", .unsigned(\.traceHigh)), ("trace_low", .unsigned(\.traceLow)),
            ("span_id", .unsigned(\.spanID)),
            ("parent_id", .unsigned(\.parentID)), ("start", .signed(\.start)), ("duration", .signed(\.duration)),
            ("kind", .code({ Int($0.kind) }, ["unspecified", "internal", "server", "client", "producer", "consumer"])),
            ("status", .code({ Int($0.status) }, ["unset", "ok", "error"])),
            ("service", .code(\.service, Vocabulary.services)), ("name", .code(\.name, Vocabulary.names)),
            ("service_version", .code(\.version, Vocabulary.versions)),
            ("environment", .code(\.environment, Vocabulary.environments)), ("host", .code(\.host, Vocabulary.hosts)),
            ("pod", .code(\.pod, Vocabulary.pods)), ("region", .code(\.region, Vocabulary.regions)),
            ("route", .code(\.route, Vocabulary.routes)), ("method", .code(\.method, Vocabulary.methods)),
            ("status_code", .signed { Int64($0.statusCode) }), ("user_id", .numbered(\.user, prefix: "user-")),
            ("tenant_id", .numbered(\.tenant, prefix: "tenant-")), ("plan", .code(\.plan, Vocabulary.plans)),
            ("variant", .code(\.variant, Vocabulary.variants)),
            ("session_id", .numbered(\.session, prefix: "session-")), ("client", .code(\.client, Vocabulary.clients)),
            ("body_size", .signed { Int64($0.bodySize) }), ("cache_hit", .signed { $0.cacheHit ? 1 : 0 }),
            ("retries", .signed { Int64($0.retries) }), ("cpu", .double(\.cpu)), ("shard", .signed { Int64($0.shard) }),
            ("payload", .code(\.payload, Vocabulary.payloads)),
        ]
    }

    func write() throws {
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        var chunks: [Int] = []
        let traces = ColumnDump.chunk / SpanGenerator.spansPerTrace
        for first in stride(from: 0, to: generator.traces, by: traces) {
            let spans = (first..<min(first + traces, generator.traces)).flatMap(generator.trace)
            for (name, source) in columns { try bytes(spans, source).write(to: file(name, chunks.count)) }
            chunks.append(spans.count)
        }
        let description = columns.map { name, source -> [String: Any] in
            switch source {
            case .unsigned: ["name": name, "type": "u8"]
            case .signed: ["name": name, "type": "i8"]
            case .double: ["name": name, "type": "f8"]
            case .code(_, let words): ["name": name, "type": "u4", "words": words]
            case .numbered(_, let prefix): ["name": name, "type": "u4", "prefix": prefix]
            }
        }
        let header: [String: Any] = [
            "chunks": chunks, "columns": description, "start": SpanGenerator.start, "length": SpanGenerator.length,
        ]
        try JSONSerialization.data(withJSONObject: header).write(to: directory.appendingPathComponent("columns.json"))
    }

    private func file(_ name: String, _ chunk: Int) -> URL { directory.appendingPathComponent("\(name).\(chunk)") }

    private func bytes(_ spans: [GeneratedSpan], _ source: Source) -> Data {
        switch source {
        case .unsigned(let read): spans.map(read).withUnsafeBytes { Data($0) }
        case .signed(let read): spans.map(read).withUnsafeBytes { Data($0) }
        case .double(let read): spans.map(read).withUnsafeBytes { Data($0) }
        case .code(let read, _), .numbered(let read, _): spans.map { UInt32(read($0)) }.withUnsafeBytes { Data($0) }
        }
    }
}
