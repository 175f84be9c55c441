import Foundation
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

    /// Reads one minute and ingests it at a place.
    ///
    /// - Returns: its spans, as they were read.
    @discardableResult
    func play(_ name: String, at place: Int, into sink: any SpanSink) async throws -> SpanBatch {
        let minute = try NezhaMinute(name, in: folder)
        try await Self.play(renaming.map(minute.renamed) ?? minute, at: place, into: sink)
        return minute.spans
    }

    /// Ingests one minute at a place.
    static func play(_ minute: NezhaMinute, at place: Int, into sink: any SpanSink) async throws {
        try await minute.moved(to: range(place..<place + 1).start).send(to: sink)
    }
}
