import Foundation
import OTLP
import SpanSources
import SpanStore
import Telemetry

/// Plays minutes into a store, each shifted to its place in one continuous stretch of time.
struct NezhaReplay: Sendable {
    let folder: URL
    /// Other names for everything, where a case is played under other names.
    var renaming: Renaming?
    /// When minute 0 begins: an arbitrary, fixed time on a minute.
    static let start = Timestamp(nanoseconds: 1_700_000_040_000_000_000)

    /// The place of a minute.
    static func range(_ minutes: Range<Int>) -> TimeRange {
        TimeRange(start: start + .seconds(60) * minutes.lowerBound, end: start + .seconds(60) * minutes.upperBound)
    }

    /// Whether a minute's spans are there; its log records may be missing.
    func holds(_ name: String) -> Bool {
        FileManager.default.fileExists(atPath: folder.appending(path: "minutes/\(name).traces.pb.gz").path)
    }

    /// Ingests one minute's traces and logs at a place.
    ///
    /// - Returns: its spans, at their new time.
    @discardableResult
    func play(_ name: String, at place: Int, into sink: any SpanSink) async throws -> SpanBatch {
        let minute = Self.range(place..<place + 1)
        var traces = try batch("minutes/\(name).traces.pb.gz", .traces)
        guard let first = Self.beginning(traces.spans.startNanoseconds) else { return traces.spans }
        let shift = minute.start.nanoseconds - first
        for row in 0..<traces.spans.count { traces.spans.startNanoseconds[row] += shift }
        for row in 0..<traces.events.count { traces.events.timeNanoseconds[row] += shift }
        if let renaming { traces = renaming.renamed(traces) }
        _ = try await sink.append(OTLPEncoder.traces(traces))
        guard FileManager.default.fileExists(atPath: folder.appending(path: "minutes/\(name).logs.pb.gz").path) else {
            return traces.spans
        }
        var logs = try batch("minutes/\(name).logs.pb.gz", .logs)
        for row in 0..<logs.events.count { logs.events.timeNanoseconds[row] += shift }
        if let renaming { logs = renaming.renamed(logs) }
        _ = try await sink.append(OTLPEncoder.logs(logs.events))
        return traces.spans
    }

    /// Where a minute's data begins: all but the first hundredth, since some traces began long before.
    private static func beginning(_ times: [Int64]) -> Int64? {
        let sorted = times.sorted()
        return sorted.isEmpty ? nil : sorted[sorted.count / 100]
    }

    private func batch(_ path: String, _ signal: ExportRequest.Signal) throws -> TelemetryBatch {
        do {
            let bytes = [UInt8](try Data(contentsOf: folder.appending(path: path)))
            let body = try Inflate.gunzip(bytes, limit: 1 << 30)
            return try OTLPDecoder.decode(ExportRequest(signal: signal, encoding: .protobuf, body: body))
        } catch {
            throw EvaluationError(.unreadableCase, "\(path) cannot be read: \(error)")
        }
    }
}
