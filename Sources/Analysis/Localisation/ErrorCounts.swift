public import Telemetry

/// How many spans of each operation err without an erring child, in the window and in the baseline.
public struct ErrorCounts: Sendable {
    struct Count: Sendable {
        var errors = 0.0
        var all = 0.0
        var usualErrors = 0.0
        var usualAll = 0.0
    }

    /// As first seen.
    let operations: [(operation: Operation, count: Count)]

    init(_ slices: TelemetrySlices) {
        var counts = [Count](repeating: Count(), count: slices.operations.operations.count)
        for row in 0..<slices.spans.count {
            guard let slice = slices.sliceOfSpan[row] else { continue }
            let begins = slices.spans.statuses[row] == .error && Self.isOrigin(row, slices)
            let operation = slices.operations.codes[row]
            if slice == 0 {
                counts[operation].all += 1
                counts[operation].errors += begins ? 1 : 0
            } else {
                counts[operation].usualAll += 1
                counts[operation].usualErrors += begins ? 1 : 0
            }
        }
        operations = zip(slices.operations.operations, counts).filter { $0.1.all + $0.1.usualAll > 0 }
    }

    /// How many spans an operation has.
    public struct Total: Sendable {
        public var operation: Operation
        /// In the window and in the baseline.
        public var now: Double
        public var before: Double

        /// Makes a total.
        public init(operation: Operation, now: Double, before: Double) {
            self.operation = operation
            self.now = now
            self.before = before
        }
    }

    /// Counts where only the erring spans were read, all of them.
    ///
    /// - Parameters:
    ///   - erring: every span with an error of both ranges, in order of time.
    ///   - totals: all spans of each operation, each weighing its adjusted count.
    public init(erring: SpanBatch, of totals: [Total], window: TimeRange, baseline: TimeRange) {
        let table = OperationTable(erring)
        let children = TraceForest(erring).children
        let known = Dictionary(totals.map { ($0.operation, $0) }, uniquingKeysWith: { first, _ in first })
        var counts = table.operations.map { operation in
            Count(all: known[operation]?.now ?? 0, usualAll: known[operation]?.before ?? 0)
        }
        for row in 0..<erring.count where children.places(of: row).isEmpty {
            let time = Timestamp(nanoseconds: erring.startNanoseconds[row])
            let weight = Double(erring.weights[row])
            if window.contains(time) {
                counts[table.codes[row]].errors += weight
            } else if baseline.contains(time) {
                counts[table.codes[row]].usualErrors += weight
            }
        }
        // Operations that the totals lack, or whose spans came in between, have at least what erred.
        operations = zip(table.operations, counts).map { operation, count in
            var count = count
            count.all = max(count.all, count.errors)
            count.usualAll = max(count.usualAll, count.usualErrors)
            return (operation, count)
        }
    }

    private static func isOrigin(_ row: Int, _ slices: TelemetrySlices) -> Bool {
        !slices.forest.children.places(of: row).contains {
            slices.spans.statuses[slices.forest.children.listed[$0]] == .error
        }
    }
}
