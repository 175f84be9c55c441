import Foundation
import JSONValues
import Telemetry

@testable import Signals

/// The instant all samples are received at: 2026-11-24T10:00:00Z.
let noon = Timestamp(nanoseconds: 1_795_514_400_000_000_000)

/// Reads a body at a path, as the server would.
func read(
    _ path: String, _ body: String, headers: [String: String] = [:], secrets: WebhookSecrets = WebhookSecrets(),
    at time: Timestamp = noon
) throws -> Observations {
    guard let source = SignalSources.all.first(where: { $0.path == path }) else { throw NoSuchSource(path: path) }
    return try source.read(Webhook(headers: headers, body: Array(body.utf8), receivedAt: time), secrets)
}

/// The refusal that reading a body gives; nil where it is taken.
func refusal(
    _ path: String, _ body: String, headers: [String: String] = [:], secrets: WebhookSecrets = WebhookSecrets(),
    at time: Timestamp = noon
) throws -> SignalsError.Code? {
    do {
        _ = try read(path, body, headers: headers, secrets: secrets, at: time)
        return nil
    } catch let error as SignalsError {
        return error.code
    }
}

/// The body of a captured Alertmanager request.
func alertmanagerBody(_ name: String) throws -> String {
    guard let folder = Bundle.module.resourceURL else { throw NoSuchSource(path: name) }
    let record = try JSONValue(
        parsing: [UInt8](Data(contentsOf: folder.appendingPathComponent("Fixtures/\(name).json"))))
    return record["body"]?.text ?? ""
}

/// No source is received at this path.
struct NoSuchSource: Error {
    var path: String
}
