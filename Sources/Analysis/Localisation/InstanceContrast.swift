import OrderedCollections
import Telemetry

/// Which instance of a service differs from its siblings.
struct InstanceContrast: Sendable {
    private let instances: [String: String]

    static let keys = ["service.instance.id", "k8s.pod.name", "host.name"]

    /// Compares mean self time and errors per span between the instances of each service in the window.
    init(_ slices: TelemetrySlices) {
        var names = CodedTexts()
        let named = names.codes(
            Self.keys.flatMap { key in slices.spans.columns(AttributeName(.resource, key)) }, rows: slices.spans.count)
        var sums: OrderedDictionary<UInt64, Sum> = [:]
        for row in 0..<slices.spans.count where slices.sliceOfSpan[row] == 0 {
            guard let name = named[row] else { continue }
            let key = UInt64(slices.spans.services.codes[row]) << 32 | UInt64(name)
            sums[key, default: Sum()].add(
                slices.forest.selfNanoseconds(of: row), isError: slices.spans.statuses[row] == .error)
        }
        let byService = Dictionary(grouping: sums.elements) { Int($0.key >> 32) }
        instances = byService.reduce(into: [:]) { instances, entry in
            let worst = entry.value.max { $0.value.isLessSuspect(than: $1.value) }
            instances[slices.spans.services.dictionary[entry.key]] = worst.map {
                names.texts[Int($0.key & 0xFFFF_FFFF)]
            }
        }
    }

    private struct Sum {
        var count = 0.0
        var nanoseconds = 0.0
        var errors = 0.0

        mutating func add(_ own: Int64, isError: Bool) {
            count += 1
            nanoseconds += Double(own)
            errors += isError ? 1 : 0
        }

        /// Errors decide where they differ by a twentieth, else the mean own time.
        func isLessSuspect(than other: Sum) -> Bool {
            let (mine, theirs) = (errors / count, other.errors / other.count)
            return abs(mine - theirs) > 0.05 ? mine < theirs : nanoseconds / count < other.nanoseconds / other.count
        }
    }

    /// The instance that works longest or errs most; the only one where there is one.
    func instance(of service: String) -> String? { instances[service] }
}
