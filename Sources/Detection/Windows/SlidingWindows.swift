public import SpanSources
public import Telemetry

/// Windows that slide by a part of a bucket, so that a change is found wherever in a minute it begins.
///
/// Each phase is a `RollingWindows` of its own, cut a step later than the one before.
public actor SlidingWindows {
    private let phases: [(reader: WindowReader, windows: RollingWindows)]
    private var end: Timestamp?

    /// Makes windows that have read nothing yet.
    ///
    /// - Parameter phases: steps in a bucket; a third of half a minute is ten seconds.
    public init(_ reader: WindowReader, phases: Int = 3) {
        self.phases = (0..<max(1, phases)).map { phase in
            var reader = reader
            reader.offset = reader.bucket * phase / max(1, phases)
            // The other phases read the same spans again, as late ones arrive.
            return (reader, RollingWindows(reader, rereadBuckets: 1))
        }
    }

    /// The windows that end at the newest step that has settled; nil where an earlier call gave them.
    ///
    /// - Throws: what the source throws; the next call reads what this one did not.
    public func next(at now: Timestamp) async throws(SpanSourceError) -> OperationWindows? {
        let ends = phases.map { $0.reader.end(at: now) }
        guard let newest = ends.max(), let phase = ends.firstIndex(of: newest) else { return nil }
        if let end, newest <= end { return nil }
        let windows = try await phases[phase].windows.next(at: now)
        end = newest
        return windows
    }
}
