import Glibc
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
            guard let worst = entry.value.max(by: { $0.value.isLessSuspect(than: $1.value) }) else { return }
            let siblings = entry.value.filter { $0.key != worst.key }.map(\.value)
            let chance = Self.chance / Double(entry.value.count)
            let others = siblings.reduce(Sum()) { $0.joined($1) }
            guard siblings.isEmpty || worst.value.differs(from: others, chance) else { return }
            instances[slices.spans.services.dictionary[entry.key]] = names.texts[Int(worst.key & 0xFFFF_FFFF)]
        }
    }

    private struct Sum {
        var count = 0.0
        var nanoseconds = 0.0
        /// Of the logarithms of own times, and of their squares.
        var logarithms = 0.0
        var squares = 0.0
        var errors = 0.0

        mutating func add(_ own: Int64, isError: Bool) {
            count += 1
            nanoseconds += Double(own)
            let logarithm = log(Double(max(0, own)) + 1e6)
            logarithms += logarithm
            squares += logarithm * logarithm
            errors += isError ? 1 : 0
        }

        func joined(_ other: Sum) -> Sum {
            Sum(
                count: count + other.count, nanoseconds: nanoseconds + other.nanoseconds,
                logarithms: logarithms + other.logarithms, squares: squares + other.squares,
                errors: errors + other.errors)
        }

        /// Errors decide where they differ by a twentieth, else the mean own time.
        func isLessSuspect(than other: Sum) -> Bool {
            let (mine, theirs) = (errors / count, other.errors / other.count)
            return abs(mine - theirs) > 0.05 ? mine < theirs : nanoseconds / count < other.nanoseconds / other.count
        }

        /// Whether it fails or works longer than its siblings beyond chance; one of several always comes first.
        func differs(from siblings: Sum, _ chance: Double) -> Bool {
            let (mine, theirs) = (Proportion(errors, of: count), Proportion(siblings.errors, of: siblings.count))
            if mine.share > theirs.share + InstanceContrast.errorRise {
                return TwoProportionTest(mine, theirs).probability < chance
            }
            let deviations =
                (mean - siblings.mean) / (variance / count + siblings.variance / siblings.count).squareRoot()
            return mean - siblings.mean > log(InstanceContrast.slowdown)
                && NormalDistribution.upperTail(deviations) < chance
        }

        private var mean: Double { logarithms / count }
        private var variance: Double { max(1e-6, squares / count - mean * mean) }
    }

    /// What an instance has to differ by to be named among its siblings: share of errors, ratio of mean own times.
    private static let errorRise = 0.05
    private static let slowdown = 1.25
    /// The most likely that a difference of the worst of all instances is by chance.
    private static let chance = 0.01

    /// The instance that errs more or works longer than its siblings; the only one where there is one, nil where none
    /// differs.
    func instance(of service: String) -> String? { instances[service] }
}
