import Foundation
import JSONValues
import Serving
import SpanSources
import SpanStore
import Telemetry
import Testing

/// Both receivers over a real store, fed by a real SDK.
@Suite(.timeLimit(.minutes(5)))
struct PythonSDKTests {
    private static let traceWays = ["http-none", "http-gzip", "http-deflate", "grpc-none", "grpc-gzip"]

    @Test func `everything the Python SDK sends over HTTP and gRPC is stored once`() async throws {
        guard let sdk = try await PythonSDK.prepared() else { return }
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("sdk-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let store = try SpanStore.open(path: folder.appendingPathComponent("spans.db").path) { sampleTime }
        let results = try await exports(sdk, to: store)
        for way in Self.traceWays + ["http-logs", "grpc-logs", "http-metrics", "grpc-metrics"] {
            #expect(results[way]?.array?.isEmpty == false, "\(way) exported nothing")
            #expect(results[way]?.array?.allSatisfy { $0 == "SUCCESS" } == true, "\(way) had a failure")
        }
        try await expectRows(.spans, in: store, Dictionary(uniqueKeysWithValues: Self.traceWays.map { ($0, 300) }))
        try await expectErrors(in: store)
        try await expectLogs(in: store)
        await store.close()
    }

    /// What the SDK's exporters reported.
    private func exports(_ sdk: PythonSDK, to store: SpanStore) async throws -> JSONValue {
        let intake = ExportIntake(sink: store, counters: ReceiverCounters())
        return try await withServer { onListening in
            OTLPHTTPServer(
                address: ListenAddress(port: 0), intake: intake, logger: quietLogger, onListening: onListening)
        } _: { httpPort in
            try await withServer { onListening in
                OTLPGRPCServer(
                    address: ListenAddress(port: 0), intake: intake, logger: quietLogger, onListening: onListening)
            } _: { grpcPort in
                let run = try await sdk.run("export.py", ["\(httpPort)", "\(grpcPort)"])
                #expect(run.isSuccess, "the script failed: \(run.errors)")
                return try JSONValue(parsing: run.output)
            }
        }
    }

    private func expectRows(_ dataset: Dataset, in store: SpanStore, _ wanted: [String: Double]) async throws {
        let table = try await store.run(
            SpanQuery(
                dataset: dataset, range: .all, groups: [.field(.intrinsic(.service))], aggregates: [.count]))
        var counts: [String: Double] = [:]
        for row in 0..<table.rowCount {
            counts[table.columns[0].values.text(at: row) ?? ""] = table.number("count", row: row)
        }
        #expect(counts == wanted)
    }

    /// One child in fifty is an error, and carries an exception event.
    private func expectErrors(in store: SpanStore) async throws {
        let table = try await store.run(
            SpanQuery(range: .all, filter: .isError.and(.service("grpc-gzip")), aggregates: [.count]))
        #expect(table.number("count", row: 0) == 3)
    }

    private func expectLogs(in store: SpanStore) async throws {
        let logs = Predicate.compare(.intrinsic(.source), .equal, .string("log"))
        for way in ["http-logs", "grpc-logs"] {
            let table = try await store.run(
                SpanQuery(dataset: .events, range: .all, filter: logs.and(.service(way)), aggregates: [.count]))
            #expect(table.number("count", row: 0) == 20)
        }
    }
}
