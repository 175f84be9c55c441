public import SpanSources
public import Telemetry

/// The history of every objective, kept between looks: days of it, where detectors look at an hour.
public actor ObjectiveHistory {
    private let source: any SpanSource
    private let filter: Predicate
    private let settling: Duration
    private var known: [ObjectiveSeries]

    /// Length of a bucket, and how much is read again at a look, since exporters send late.
    static let bucket = Duration.seconds(30)
    private static let reread = Duration.seconds(300)

    /// Makes a history that has read nothing yet.
    public init(_ reader: WindowReader, objectives: [ServiceLevelObjective]) {
        source = reader.source
        filter = reader.filter
        settling = reader.settling
        known = objectives.map {
            ObjectiveSeries(
                objective: $0, end: Timestamp(nanoseconds: .min), bucket: Self.bucket, all: [], bad: [])
        }
    }

    /// The series up to the newest bucket that has settled.
    ///
    /// - Throws: what the source throws; the next call reads what this one did not.
    public func next(at now: Timestamp) async throws(SpanSourceError) -> [ObjectiveSeries] {
        guard !known.isEmpty, let covered = try await source.coverage() else { return [] }
        let end = Self.aligned(now - settling)
        let earliest = max(end - BurnRateDetector.longestWindow, Self.aligned(covered.start))
        guard earliest < end else { return [] }
        for place in known.indices where known[place].end < end {
            known[place] = try await carriedOn(known[place], from: earliest, to: end)
        }
        return known
    }

    private func carriedOn(
        _ series: ObjectiveSeries, from earliest: Timestamp, to end: Timestamp
    ) async throws(SpanSourceError) -> ObjectiveSeries {
        let start = series.end - Self.bucket * series.all.count
        let isKnown = !series.all.isEmpty && start <= earliest && series.end > earliest
        let from = isKnown ? max(earliest, series.end - Self.reread) : earliest
        let fresh = try await read(series.objective, TimeRange(start: from, end: end))
        guard isKnown else { return fresh }
        let kept = Int((earliest - start) / Self.bucket)..<Int((from - start) / Self.bucket)
        var result = fresh
        result.all = series.all[kept] + fresh.all
        result.bad = series.bad[kept] + fresh.bad
        return result
    }

    private func read(
        _ objective: ServiceLevelObjective, _ range: TimeRange
    ) async throws(SpanSourceError) -> ObjectiveSeries {
        let count = Int(range.duration / Self.bucket)
        let table = try await source.run(
            SpanQuery(
                range: range, filter: filter.and(objective.requests), groups: [.time(bucket: Self.bucket)],
                aggregates: [.count, .countWhere(objective.isBad, named: "bad")], limit: count + 1))
        var result = ObjectiveSeries(
            objective: objective, end: range.end, bucket: Self.bucket, all: Array(repeating: 0, count: count),
            bad: Array(repeating: 0, count: count))
        for row in 0..<table.rowCount {
            guard let time = table.number("time", row: row) else { continue }
            let place = Int((Int64(time) - range.start.nanoseconds) / Self.bucket.wholeNanoseconds)
            guard result.all.indices.contains(place) else { continue }
            result.all[place] += table.number("count", row: row) ?? 0
            result.bad[place] += table.number("bad", row: row) ?? 0
        }
        return result
    }

    private static func aligned(_ time: Timestamp) -> Timestamp {
        let step = bucket.wholeNanoseconds
        return Timestamp(nanoseconds: time.nanoseconds / step * step)
    }
}

extension ServiceLevelObjective {
    /// The spans that are requests of it.
    fileprivate var requests: Predicate {
        let service = Predicate.compare(.intrinsic(.service), .equal, .string(service))
        return service.and(operation.map { .named($0) } ?? .compare(.intrinsic(.kind), .equal, .string("server")))
    }

    /// A slow error is one bad request.
    fileprivate var isBad: Predicate {
        guard let latencyMilliseconds else { return .isError }
        return .or([
            .isError, .compare(.intrinsic(.duration), .greater, .integer(Int64(latencyMilliseconds * 1e6))),
        ])
    }
}
