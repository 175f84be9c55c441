import SpanSources
import Telemetry

extension PredicateEvaluator {
    /// The rows whose value of a field meets a condition.
    ///
    /// - Parameters:
    ///   - texts: The condition where it is about whole texts; dictionaries then answer by hash.
    ///   - pattern: The condition where it is a pattern; dictionaries of texts are then matched as bytes.
    ///   - value: The condition on one value.
    ///   - numbers: The condition on times or durations.
    func match(
        _ field: Field, _ scan: GroupScan, texts: TextCondition? = nil, pattern: PatternMemo? = nil,
        value: (AttributeValue) -> Bool, numbers: ([Int64]) -> Bitmap
    ) throws(SpanSourceError) -> Bitmap {
        let count = scan.group.rowCount
        switch try scan.reading({ (scan) throws(SpanStoreError) in try scan.view(field) }) {
        case .absent: return Bitmap(count: count, filled: false)
        case .numbers(let values): return numbers(values)
        case .identifiers(let values): return texts?.rows(values) ?? Self.identifiers(values, value)
        case .coded(let data):
            guard let coded = data.coded else { return Bitmap(count: count, filled: false) }
            return texts?.rows(data, count: count) ?? pattern?.rows(data, count: count)
                ?? Self.coded(coded, count: count, value)
        }
    }

    /// Rows whose dictionary entry meets the condition.
    private static func coded(_ coded: CodedColumn, count: Int, _ value: (AttributeValue) -> Bool) -> Bitmap {
        var marks = [Bool](repeating: false, count: coded.dictionary.count + 1)
        var matching = 0
        for entry in 0..<coded.dictionary.count where value(coded.dictionary.value(entry)) {
            marks[entry + 1] = true
            matching += 1
        }
        return matching > 0 ? coded.rows(marks, count: count) : Bitmap(count: count, filled: false)
    }

    /// Rows that have an id which, as text, meets the condition.
    private static func identifiers(_ values: [UInt64], _ value: (AttributeValue) -> Bool) -> Bitmap {
        Bitmap(count: values.count) { row in
            values[row] != 0 && value(.string(SpanID(values[row]).description))
        }
    }
}
