import OrderedCollections
import Telemetry

/// How many spans each service sent per slice, and who calls it.
struct ServiceTraffic: Sendable {
    /// As first seen; place 0 is the window, the others are the baseline's slices.
    let counts: OrderedDictionary<String, [Double]>
    let callers: [String: Set<String>]
    let baselineSlices: Int

    init(_ slices: TelemetrySlices) {
        var counts: OrderedDictionary<String, [Double]> = [:]
        var callers: [String: Set<String>] = [:]
        let none = [Double](repeating: 0, count: slices.baselineSlices + 1)
        for row in 0..<slices.spans.count {
            let service = slices.spans.services[row]
            if let slice = slices.sliceOfSpan[row], slice <= slices.baselineSlices {
                counts[service, default: none][slice] += 1
            }
            guard let parent = slices.forest.parent(of: row),
                slices.spans.services.codes[parent] != slices.spans.services.codes[row]
            else { continue }
            callers[service, default: []].insert(slices.spans.services[parent])
        }
        self.counts = counts
        self.callers = callers
        baselineSlices = slices.baselineSlices
    }
}
