import Casebook
import Foundation
import Serving
import Signals
import Telemetry

/// A running house port over a casebook of its own.
struct House: Sendable {
    var http: PlainHTTP
    var casebook: CaseStore
}

/// Runs a house port with a real casebook file, which is removed afterwards.
func withHouse<Result: Sendable>(
    secrets: WebhookSecrets = WebhookSecrets(),
    metrics: [any MetricsSource] = [], mcp: MCPServer? = nil, mcpToken: String? = nil,
    _ body: @Sendable @escaping (House) async throws -> Result
) async throws -> Result {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("house-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let casebook = try CaseStore.open(path: folder.appendingPathComponent("whyd.db").path) { sampleTime }
    let rooms = HouseServer.Rooms(
        casebook: casebook, desk: SignalDesk(casebook: casebook), secrets: secrets, metrics: metrics, mcp: mcp,
        mcpToken: mcpToken,
        now: { sampleTime + .seconds(600) })
    return try await withServer { onListening in
        try HouseServer(
            address: ListenAddress(port: 0), rooms: rooms, logger: quietLogger, onListening: onListening)
    } _: { port in
        try await body(House(http: PlainHTTP(port: port), casebook: casebook))
    }
}
