import Foundation
import OTLP
import OutboundHTTP
import SpanSources
import Telemetry

/// Sends recorded request bodies to a running daemon, their times moved so that they happen now.
struct DemoReplay: Sendable {
    let client: HTTPClient
    let port: Int
    /// How far every recorded time is moved.
    let shiftNanoseconds: Int64

    /// Sends bodies as fast as they are taken; returns how many there were.
    func send(_ bodies: [Recording.Body]) async throws -> Int {
        for body in bodies { try await send(body) }
        return bodies.count
    }

    /// Sends bodies at the pace they were recorded: each when its moved time has come.
    func sendAtPace(_ bodies: [Recording.Body], recordedStart: Int64, now: @Sendable () -> Timestamp) async throws
        -> Int
    {
        for body in bodies {
            let due = recordedStart + Int64(body.atSeconds * 1e9) + shiftNanoseconds
            let wait = due - now().nanoseconds
            if wait > 0 { try await Task.sleep(for: .nanoseconds(wait)) }
            try await send(body)
        }
        return bodies.count
    }

    private func send(_ body: Recording.Body) async throws {
        let bytes = body.encoding == "gzip" ? try Inflate.gunzip(body.bytes, limit: 64 << 20) : body.bytes
        let moved = try OTLPTimeShift.shift(bytes, signal: body.signal, byNanoseconds: shiftNanoseconds)
        let path = body.signal == .logs ? "/v1/logs" : "/v1/traces"
        let response = try await client.send(
            HTTPRequest(
                .post, "http://127.0.0.1:\(port)\(path)", headers: ["content-type": "application/x-protobuf"],
                body: moved))
        guard response.head.status == 200 else {
            throw CommandFailure("the receiver answered \(response.head.status) to a recorded request")
        }
    }
}
