import OrderedCollections
import Telemetry

/// Which instance of a service differs from its siblings.
struct InstanceContrast: Sendable {
    private let instances: [String: String]

    static let keys = ["service.instance.id", "k8s.pod.name", "host.name"]

    /// Compares mean self time and errors per span between the instances of each service in the window.
    init(_ slices: TelemetrySlices) {
        var sums: [String: OrderedDictionary<String, Sum>] = [:]
        let columns = Self.keys.flatMap { key in slices.spans.columns(AttributeName(.resource, key)) }
        var named = [String?](repeating: nil, count: slices.spans.count)
        for column in columns {
            for (position, row) in column.rows.enumerated() where named[Int(row)] == nil {
                named[Int(row)] = column.values[position].description
            }
        }
        for row in 0..<slices.spans.count where slices.sliceOfSpan[row] == 0 {
            guard let name = named[row] else { continue }
            var sum = sums[slices.spans.services[row], default: [:]][name] ?? Sum()
            sum.count += 1
            sum.nanoseconds += Double(slices.forest.selfNanoseconds(of: row))
            sum.errors += slices.spans.statuses[row] == .error ? 1 : 0
            sums[slices.spans.services[row], default: [:]][name] = sum
        }
        instances = sums.compactMapValues { byInstance in
            byInstance.elements.max { $0.value.isLessSuspect(than: $1.value) }?.key
        }
    }

    private struct Sum {
        var count = 0.0
        var nanoseconds = 0.0
        var errors = 0.0

        /// Errors decide where they differ by a twentieth, else the mean own time.
        func isLessSuspect(than other: Sum) -> Bool {
            let (mine, theirs) = (errors / count, other.errors / other.count)
            return abs(mine - theirs) > 0.05 ? mine < theirs : nanoseconds / count < other.nanoseconds / other.count
        }
    }

    /// The instance that works longest or errs most; the only one where there is one.
    func instance(of service: String) -> String? { instances[service] }
}
