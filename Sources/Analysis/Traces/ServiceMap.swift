public import Telemetry

/// Which service calls which, as seen in a batch.
public struct ServiceMap: Sendable, Equatable {
    /// How often each caller called each callee.
    public private(set) var calls: [String: [String: Int]] = [:]

    /// Reads the calls off parent and child spans of different services.
    ///
    /// - Parameter forest: who called whom, where that is known already.
    public init(_ spans: SpanBatch, _ forest: TraceForest? = nil) {
        let (forest, services) = (forest ?? TraceForest(spans), spans.services)
        var counts: [UInt64: Int] = [:]
        for row in 0..<spans.count {
            guard let parent = forest.parent(of: row), services.codes[parent] != services.codes[row] else { continue }
            counts[UInt64(services.codes[parent]) << 32 | UInt64(services.codes[row]), default: 0] += 1
        }
        for (key, count) in counts {
            let (caller, callee) = (services.dictionary[Int(key >> 32)], services.dictionary[Int(key & 0xFFFF_FFFF)])
            calls[caller, default: [:]][callee] = count
        }
    }

    /// The services a service calls.
    public func callees(of service: String) -> Set<String> { Set((calls[service] ?? [:]).keys) }

    /// The services each service calls or is called by.
    public var neighbours: [String: Set<String>] {
        var found: [String: Set<String>] = [:]
        for (caller, callees) in calls {
            for callee in callees.keys {
                found[caller, default: []].insert(callee)
                found[callee, default: []].insert(caller)
            }
        }
        return found
    }

    /// A shortest way of calls from one service to another, both included; nil where there is none.
    public func path(from start: String, to end: String) -> [String]? {
        if start == end { return [start] }
        var previous: [String: String] = [start: start]
        var queue = [start]
        while !queue.isEmpty {
            let service = queue.removeFirst()
            for callee in callees(of: service).sorted() where previous[callee] == nil {
                previous[callee] = service
                queue.append(callee)
            }
        }
        guard previous[end] != nil else { return nil }
        var path = [end]
        while let last = path.last, last != start, let before = previous[last] { path.append(before) }
        return path.reversed()
    }
}
