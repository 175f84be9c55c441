import Telemetry

/// Which instance of a service differs from its siblings.
struct InstanceContrast {
    private let instances: [String: String]

    static let keys = ["service.instance.id", "k8s.pod.name", "host.name"]

    /// Compares mean self time and errors per span between the instances of each service in the window.
    init(_ slices: TelemetrySlices) {
        var sums: [String: [String: (count: Double, nanoseconds: Double, errors: Double)]] = [:]
        let columns = Self.keys.flatMap { key in slices.spans.columns(AttributeName(.resource, key)) }
        var named = [String?](repeating: nil, count: slices.spans.count)
        for column in columns {
            for (position, row) in column.rows.enumerated() where named[Int(row)] == nil {
                named[Int(row)] = column.values[position].description
            }
        }
        for row in 0..<slices.spans.count where slices.sliceOfSpan[row] == 0 {
            guard let name = named[row] else { continue }
            var sum = sums[slices.spans.services[row], default: [:]][name] ?? (0, 0, 0)
            sum.count += 1
            sum.nanoseconds += Double(slices.forest.selfNanoseconds(of: row))
            sum.errors += slices.spans.statuses[row] == .error ? 1 : 0
            sums[slices.spans.services[row], default: [:]][name] = sum
        }
        instances = sums.compactMapValues { byInstance in
            byInstance.max { left, right in
                let (a, b) = (left.value, right.value)
                let (leftErrors, rightErrors) = (a.errors / a.count, b.errors / b.count)
                if abs(leftErrors - rightErrors) > 0.05 { return leftErrors < rightErrors }
                return (a.nanoseconds / a.count, right.key) < (b.nanoseconds / b.count, left.key)
            }?.key
        }
    }

    /// The instance that works longest or errs most; the only one where there is one.
    func instance(of service: String) -> String? { instances[service] }
}
