import SpanSources
import Telemetry

/// Counts of one field's values on both sides, over all groups.
///
/// Values are told apart by hash; the value itself is fetched only for what is reported.
struct ComparisonTally {
    private var numbering = HashNumbering()
    private var selection: [Int32] = []
    private var baseline: [Int32] = []
    private var origins: [Origin] = []
    private var dictionaries: [ColumnDictionary] = []

    private struct Origin {
        var dictionary: UInt32
        var entry: UInt32
    }

    mutating func add(_ data: ColumnData, _ side: ComparedGroup) {
        guard let coded = data.coded else { return }
        let counts = side.counts(data)
        let hashes = data.hashes()
        let dictionary = UInt32(dictionaries.count)
        dictionaries.append(coded.dictionary)
        for entry in 0..<hashes.count {
            let selected = counts.selection[entry &+ 1]
            let others = counts.baseline[entry &+ 1]
            guard selected | others != 0 else { continue }
            let number = numbering.number(hashes[entry])
            if number == origins.count {
                origins.append(Origin(dictionary: dictionary, entry: UInt32(entry)))
                selection.append(0)
                baseline.append(0)
            }
            selection[number] &+= Int32(truncatingIfNeeded: selected)
            baseline[number] &+= Int32(truncatingIfNeeded: others)
        }
    }

    /// The field's counts, most frequent in the selection first (then in the baseline, then by first appearance);
    /// nil where no row of either side has the field.
    func counts(_ field: Field, limit: Int) -> AttributeCounts? {
        guard !origins.isEmpty else { return nil }
        return AttributeCounts(
            field: field, selectionRows: selection.reduce(0) { $0 + Int($1) },
            baselineRows: baseline.reduce(0) { $0 + Int($1) }, distinct: origins.count,
            values: frequent(limit).map { number in
                AttributeCounts.Value(
                    value: value(number), selection: Int(selection[number]), baseline: Int(baseline[number]))
            },
            histogram: histogram())
    }

    private func value(_ number: Int) -> AttributeValue {
        dictionaries[Int(origins[number].dictionary)].value(Int(origins[number].entry))
    }

    private func frequent(_ limit: Int) -> [Int] {
        var candidates = Array(origins.indices)
        if candidates.count > limit {
            let selected = candidates.filter { selection[$0] > 0 }
            candidates = selected.count >= limit ? selected : selected + others(limit - selected.count)
        }
        return Array(
            candidates.sorted {
                (-selection[$0], -baseline[$0], $0) < (-selection[$1], -baseline[$1], $1)
            }.prefix(max(0, limit)))
    }

    /// The most frequent values that stand only in the baseline, without sorting all of them.
    private func others(_ count: Int) -> [Int] {
        var histogram = [Int](repeating: 0, count: 1024)
        for number in origins.indices where selection[number] == 0 { histogram[min(1023, Int(baseline[number]))] += 1 }
        var threshold = 1023
        var above = 0
        while threshold > 0, above + histogram[threshold] < count {
            above += histogram[threshold]
            threshold -= 1
        }
        var atThreshold = 0
        return origins.indices.filter { number in
            guard selection[number] == 0 else { return false }
            let frequency = min(1023, Int(baseline[number]))
            guard frequency == threshold else { return frequency > threshold }
            atThreshold += 1
            return threshold == 1023 || atThreshold <= count - above
        }
    }

    private func histogram() -> AttributeCounts.Histogram? {
        var numbers: [(value: Double, selection: Int, baseline: Int)] = []
        for number in origins.indices {
            guard dictionaries[Int(origins[number].dictionary)].mayHoldNumbers else { continue }
            guard let value = value(number).number, value.isFinite else { continue }
            numbers.append((value, Int(selection[number]), Int(baseline[number])))
        }
        return numbers.isEmpty ? nil : EqualFrequency.histogram(&numbers)
    }
}

extension ColumnDictionary {
    /// Whether entries can be numbers.
    var mayHoldNumbers: Bool {
        switch self {
        case .integers, .doubles, .mixed: true
        case .text, .composites, .booleans, .traces: false
        }
    }
}

/// Histograms whose buckets hold about the same number of rows of both sides together.
enum EqualFrequency {
    private static let buckets = 64

    static func histogram(
        _ numbers: inout [(value: Double, selection: Int, baseline: Int)]
    ) -> AttributeCounts.Histogram {
        numbers.sort { $0.value < $1.value }
        let total = numbers.reduce(0) { $0 + $1.selection + $1.baseline }
        var histogram = AttributeCounts.Histogram(bounds: [], selection: [], baseline: [])
        var filled = Int.max
        for number in numbers {
            // A bucket that has its share is closed; equal numbers never part.
            if filled >= max(1, total / buckets), histogram.bounds.last != number.value {
                histogram.bounds.append(number.value)
                histogram.selection.append(0)
                histogram.baseline.append(0)
                filled = 0
            }
            histogram.selection[histogram.selection.count - 1] += number.selection
            histogram.baseline[histogram.baseline.count - 1] += number.baseline
            filled += number.selection + number.baseline
        }
        histogram.bounds.append(numbers.last?.value ?? 0)
        return histogram
    }
}
