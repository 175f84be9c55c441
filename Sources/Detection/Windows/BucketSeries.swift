import Telemetry

/// A series with a value per bucket of time, that can be carried on.
protocol BucketSeries: Sendable {
    /// Equal for the same series over other buckets.
    var identity: [String] { get }
    /// Whether nothing was seen in any bucket.
    var isEmpty: Bool { get }
    /// Replaces the values of all buckets by those of two stretches of time, either of which may not have the series.
    mutating func take(_ old: Self?, _ new: Self?, _ cut: BucketCut)
}

/// Which buckets of an older stretch stay, and how many new ones follow.
struct BucketCut {
    var kept: Range<Int>
    var fresh: Int

    /// The kept values and then the new ones, with empty ones where a stretch has none.
    func values<Value>(_ old: [Value]?, _ new: [Value]?, empty: Value) -> [Value] {
        (old.map { Array($0[kept]) } ?? Array(repeating: empty, count: kept.count))
            + (new ?? Array(repeating: empty, count: fresh))
    }

    /// Joins the series of two stretches; what is empty afterwards is left out.
    func joined<Series: BucketSeries>(_ old: [Series], _ new: [Series]) -> [Series] {
        let identities = new.map(\.identity)
        let places = Dictionary(zip(identities, new.indices)) { first, _ in first }
        var isNew = new.indices.map { places[identities[$0]] == $0 }
        var result: [Series] = []
        result.reserveCapacity(old.count)
        for series in old {
            let place = places.isEmpty ? nil : places[series.identity]
            if let place { isNew[place] = false }
            var joined = series
            joined.take(series, place.map { new[$0] }, self)
            if !joined.isEmpty { result.append(joined) }
        }
        for (place, series) in new.enumerated() where isNew[place] {
            var series = series
            series.take(nil, series, self)
            result.append(series)
        }
        return result
    }
}

extension OperationSeries: BucketSeries {
    var identity: [String] { [service, operation, kind.word, build ?? ""] }
    var isEmpty: Bool { counts.allSatisfy { $0 == 0 } }

    mutating func take(_ old: Self?, _ new: Self?, _ cut: BucketCut) {
        counts = cut.values(old?.counts, new?.counts, empty: 0)
        errors = cut.values(old?.errors, new?.errors, empty: 0)
        latencies = cut.values(old?.latencies, new?.latencies, empty: LatencySketch())
    }
}

extension EventSeries: BucketSeries {
    var identity: [String] { [service, template, "\(severity)"] }
    var isEmpty: Bool { counts.allSatisfy { $0 == 0 } }

    mutating func take(_ old: Self?, _ new: Self?, _ cut: BucketCut) {
        counts = cut.values(old?.counts, new?.counts, empty: 0)
    }
}

extension FlowSeries: BucketSeries {
    var identity: [String] { [service, operation, isOfLog ? "log" : "", from, to] }
    var isEmpty: Bool { counts.allSatisfy { $0 == 0 } }

    mutating func take(_ old: Self?, _ new: Self?, _ cut: BucketCut) {
        counts = cut.values(old?.counts, new?.counts, empty: 0)
        failureCounts = cut.values(old?.failureCounts, new?.failureCounts, empty: 0)
    }
}

extension WorkSeries: BucketSeries {
    var identity: [String] { [service, operation, caller ?? "", callerOperation ?? ""] }
    var isEmpty: Bool { profiles.allSatisfy { $0 == nil } }
}
