import Foundation
import OTLP
import SpanSources
import Telemetry

/// A recorded minute: the spans and log records of one pair of files.
struct NezhaMinute: Sendable {
    private var traces: TelemetryBatch
    private var logs: TelemetryBatch?
    /// When it was recorded, by the starts of its spans but for the first hundredth, some of which began long before;
    /// empty where it holds no span.
    private(set) var recorded: TimeRange

    /// Reads `minutes/NAME.traces.pb.gz` and, where there is one, `minutes/NAME.logs.pb.gz`.
    ///
    /// - Throws: `EvaluationError` where one of them cannot be read.
    init(_ name: String, in folder: URL) throws {
        traces = try Self.batch("minutes/\(name).traces.pb.gz", .traces, folder)
        let path = "minutes/\(name).logs.pb.gz"
        if FileManager.default.fileExists(atPath: folder.appending(path: path).path) {
            logs = try Self.batch(path, .logs, folder)
        }
        let starts = traces.spans.startNanoseconds.sorted()
        recorded = TimeRange(
            start: Timestamp(nanoseconds: starts.isEmpty ? 0 : starts[starts.count / 100]),
            end: Timestamp(nanoseconds: starts.last.map { $0 + 1 } ?? 0))
    }

    var spans: SpanBatch { traces.spans }

    /// The same telemetry as if it had been recorded from `start` on.
    func moved(to start: Timestamp) -> NezhaMinute {
        var result = self
        let shift = start.nanoseconds - recorded.start.nanoseconds
        for row in 0..<traces.spans.count { result.traces.spans.startNanoseconds[row] += shift }
        for row in 0..<traces.events.count { result.traces.events.timeNanoseconds[row] += shift }
        for row in 0..<(logs?.events.count ?? 0) { result.logs?.events.timeNanoseconds[row] += shift }
        result.recorded = TimeRange(start: start, end: recorded.end + .nanoseconds(shift))
        return result
    }

    /// The same telemetry under other names.
    func renamed(_ renaming: Renaming) -> NezhaMinute {
        var result = self
        result.traces = renaming.renamed(traces)
        result.logs = logs.map(renaming.renamed)
        return result
    }

    /// Hands everything to a store as OTLP.
    func send(to sink: any SpanSink) async throws {
        guard spans.count > 0 else { return }
        _ = try await sink.append(OTLPEncoder.traces(traces))
        if let logs { _ = try await sink.append(OTLPEncoder.logs(logs.events)) }
    }

    private static func batch(
        _ path: String, _ signal: ExportRequest.Signal, _ folder: URL
    ) throws -> TelemetryBatch {
        do {
            let bytes = [UInt8](try Data(contentsOf: folder.appending(path: path)))
            let body = try Inflate.gunzip(bytes, limit: 1 << 30)
            return try OTLPDecoder.decode(ExportRequest(signal: signal, encoding: .protobuf, body: body))
        } catch {
            throw EvaluationError(.unreadableCase, "\(path) cannot be read: \(error)")
        }
    }
}
