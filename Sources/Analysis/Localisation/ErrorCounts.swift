import OrderedCollections
import Telemetry

/// How many spans of each operation err without an erring child, in the window and in the baseline.
struct ErrorCounts: Sendable {
    struct Count: Sendable {
        var errors = 0.0
        var all = 0.0
        var usualErrors = 0.0
        var usualAll = 0.0
    }

    /// As first seen.
    let operations: [(operation: Operation, count: Count)]

    init(_ slices: TelemetrySlices) {
        var counts: OrderedDictionary<Int, Count> = [:]
        for row in 0..<slices.spans.count {
            guard let slice = slices.sliceOfSpan[row] else { continue }
            let begins = slices.spans.statuses[row] == .error && Self.isOrigin(row, slices)
            var count = counts[slices.operations.codes[row]] ?? Count()
            if slice == 0 {
                count.all += 1
                count.errors += begins ? 1 : 0
            } else {
                count.usualAll += 1
                count.usualErrors += begins ? 1 : 0
            }
            counts[slices.operations.codes[row]] = count
        }
        operations = counts.elements.map { (slices.operations.operations[$0.key], $0.value) }
    }

    private static func isOrigin(_ row: Int, _ slices: TelemetrySlices) -> Bool {
        !slices.forest.children[row].contains { slices.spans.statuses[$0] == .error }
    }
}
