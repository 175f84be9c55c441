import SpanSources
import Telemetry

/// A field's numbers in one group.
enum NumericView {
    case absent
    case numbers([Int64])
    /// A number per code, for dictionaries of integers.
    case integers(codes: [UInt16], values: [Int64])
    /// A number per code; NaN-free `isNumber` says which entries are numbers at all.
    case doubles(codes: [UInt16], values: [Double], isNumber: [Bool])

    init(_ field: Field, _ scan: GroupScan) throws(SpanStoreError) {
        switch try scan.view(field) {
        case .absent, .identifiers: self = .absent
        case .numbers(let values): self = .numbers(values)
        case .coded(let data):
            guard let coded = data.coded else {
                self = .absent
                return
            }
            let codes = coded.denseCodes(rowCount: scan.group.rowCount)
            switch coded.dictionary {
            case .integers(let entries): self = .integers(codes: codes, values: [0] + entries)
            case .doubles(let entries):
                self = .doubles(codes: codes, values: [0] + entries, isNumber: [false] + entries.map { !$0.isNaN })
            case .mixed(let entries):
                self = .doubles(
                    codes: codes, values: [0] + entries.map { $0.number ?? 0 },
                    isNumber: [false] + entries.map { $0.number.map { !$0.isNaN } ?? false })
            default: self = .absent
            }
        }
    }

    /// Whether every number is an integer.
    var isInteger: Bool { if case .doubles = self { false } else { true } }

    /// The number in a row.
    @inline(__always)
    func value(_ row: Int) -> Double? {
        switch self {
        case .absent: nil
        case .numbers(let values): Double(values[row])
        case .integers(let codes, let values): codes[row] == 0 ? nil : Double(values[Int(codes[row])])
        case .doubles(let codes, let values, let isNumber):
            isNumber[Int(codes[row])] ? values[Int(codes[row])] : nil
        }
    }
}
