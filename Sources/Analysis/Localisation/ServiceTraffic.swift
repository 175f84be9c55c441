import OrderedCollections
import Telemetry

/// How many spans each service sent per slice, and who calls it.
struct ServiceTraffic: Sendable {
    /// As first seen; place 0 is the window, the others are the baseline's slices.
    let counts: OrderedDictionary<String, [Double]>
    let callers: [String: Set<String>]
    let baselineSlices: Int

    init(_ slices: TelemetrySlices) {
        let services = slices.spans.services
        let none = [Double](repeating: 0, count: slices.baselineSlices + 1)
        var counts: [UInt32: Int] = [:]
        var rows: [(service: UInt32, bySlice: [Double])] = []
        var calls: Set<UInt64> = []
        for row in 0..<slices.spans.count {
            let service = services.codes[row]
            if let slice = slices.sliceOfSpan[row], slice <= slices.baselineSlices {
                let place = counts[service] ?? rows.count
                if place == rows.count {
                    counts[service] = place
                    rows.append((service, none))
                }
                rows[place].bySlice[slice] += 1
            }
            guard let parent = slices.forest.parent(of: row), services.codes[parent] != service else { continue }
            calls.insert(UInt64(service) << 32 | UInt64(services.codes[parent]))
        }
        self.counts = OrderedDictionary(
            uniqueKeysWithValues: rows.map { (services.dictionary[Int($0.service)], $0.bySlice) })
        var callers: [String: Set<String>] = [:]
        for call in calls {
            let (callee, caller) = (Int(call >> 32), Int(call & 0xFFFF_FFFF))
            callers[services.dictionary[callee], default: []].insert(services.dictionary[caller])
        }
        self.callers = callers
        baselineSlices = slices.baselineSlices
    }
}
