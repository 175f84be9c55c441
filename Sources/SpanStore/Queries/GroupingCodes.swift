import SpanSources
import Telemetry

/// What one grouping gives for the selected rows of one group: small local codes, and the value of each.
struct GroupingCodes {
    /// One per selected row.
    let codes: [UInt32]
    /// Codes are below this.
    let cardinality: Int
    private let source: Source

    private enum Source {
        case dictionary(ColumnDictionary, hashes: [UInt64])
        case numbers([Int64])
        case doubles([Double])
        case identifiers([UInt64])
        case nothing
    }

    /// The number of a local code's value in a table; `ValueTable` has no null, so it is `nullHash` there.
    func number(_ code: Int, in table: inout ValueTable) -> UInt32 {
        switch source {
        case .dictionary(let dictionary, let hashes):
            guard code > 0 else { return Self.null(in: &table) }
            return table.number(hashes[code - 1]) { dictionary.value(code - 1) }
        case .numbers(let values):
            let value = values[code]
            return table.number(ValueHash.bits(UInt64(bitPattern: value), kind: 1)) { .integer(value) }
        case .doubles(let values):
            guard code > 0 else { return Self.null(in: &table) }
            let value = values[code - 1]
            return table.number(ValueHash.bits(value.bitPattern, kind: 2)) { .double(value) }
        case .identifiers(let values):
            let value = values[code]
            return table.number(ValueHash.bits(value, kind: 5)) {
                .string(value == 0 ? "" : SpanID(value).description)
            }
        case .nothing: return Self.null(in: &table)
        }
    }

    /// Stands for "no value"; its entry's value is never shown.
    static let nullHash: UInt64 = 0x6E75_6C6C_6E75_6C6C

    private static func null(in table: inout ValueTable) -> UInt32 {
        table.number(nullHash) { .composite(json: "null") }
    }

    init(_ grouping: Grouping, _ scan: GroupScan, rows: [UInt16]) throws(SpanStoreError) {
        switch grouping {
        case .field(let field):
            switch try scan.view(field) {
            case .absent: self.init(nothing: rows.count)
            case .coded(let data): self.init(data, rows, rowCount: scan.group.rowCount)
            case .numbers(let values): self.init(distinct: rows.map { values[Int($0)] })
            case .identifiers(let values):
                self.init(
                    codes: rows.indices.map { UInt32($0) }, cardinality: rows.count,
                    source: .identifiers(rows.map { values[Int($0)] }))
            }
        case .time(let bucket): self.init(bucket: max(1, bucket.wholeNanoseconds), try scan.times(), rows)
        case .logarithm(let field, let perOctave):
            let slice = RowSlice(scan: scan, rows: rows, groups: [], groupCount: 0, weights: nil)
            self.init(try NumericView(field, scan), perOctave: max(1, perOctave), slice)
        }
    }

    private init(codes: [UInt32], cardinality: Int, source: Source) {
        self.codes = codes
        self.cardinality = cardinality
        self.source = source
    }

    private init(nothing count: Int) {
        self.init(codes: [UInt32](repeating: 0, count: count), cardinality: 1, source: .nothing)
    }

    private init(_ data: ColumnData, _ rows: [UInt16], rowCount: Int) {
        guard let coded = data.coded else {
            self.init(nothing: rows.count)
            return
        }
        let dense = coded.denseCodes(rowCount: rowCount)
        self.init(
            codes: Self.gather(rows, isWhole: rows.count == rowCount, dense) { UInt32($0) },
            cardinality: coded.dictionary.count + 1, source: .dictionary(coded.dictionary, hashes: data.hashes()))
    }

    private init(distinct values: [Int64]) {
        var known: [Int64: UInt32] = [:]
        var order: [Int64] = []
        let codes = values.map { value in
            if let code = known[value] { return code }
            let code = UInt32(order.count)
            known[value] = code
            order.append(value)
            return code
        }
        self.init(codes: codes, cardinality: max(1, order.count), source: .numbers(order.isEmpty ? [0] : order))
    }

    private init(bucket: Int64, _ times: [Int64], _ rows: [UInt16]) {
        var low = Int64.max
        var high = Int64.min
        for row in rows {
            low = min(low, times[Int(row)])
            high = max(high, times[Int(row)])
        }
        guard !rows.isEmpty else {
            self.init(nothing: 0)
            return
        }
        let first = Self.floor(low, bucket)
        let spread = (Self.floor(high, bucket) &- first)
        guard spread >= 0, spread < 1 << 20 else {
            self.init(distinct: rows.map { Self.floor(times[Int($0)], bucket) &* bucket })
            return
        }
        let base = first &* bucket
        self.init(
            codes: Self.gather(rows, isWhole: rows.count == times.count, times) {
                UInt32(truncatingIfNeeded: ($0 &- base) / bucket)
            },
            cardinality: Int(spread) + 1, source: .numbers((0...spread).map { base &+ $0 &* bucket }))
    }

    private init(_ view: NumericView, perOctave: Int, _ slice: RowSlice) {
        let scale = LogarithmicScale(perOctave: perOctave)
        // By bucket, from the least one a positive number can have; a code is counted from 1.
        var known = [UInt32](repeating: 0, count: scale.bucketCount)
        var bounds: [Double] = []
        var codes = [UInt32](repeating: 0, count: slice.rows.count)
        codes.withUnsafeMutableBufferPointer { codes in
            known.withUnsafeMutableBufferPointer { known in
                view.forEach(in: slice) { position, _, number in
                    guard number > 0 else { return }
                    let bucket = scale.bucket(number)
                    let place = bucket &- scale.leastBucket
                    if known[place] == 0 {
                        bounds.append(scale.lowerBound(bucket))
                        known[place] = UInt32(bounds.count)
                    }
                    codes[position] = known[place]
                }
            }
        }
        self.init(codes: codes, cardinality: bounds.count + 1, source: .doubles(bounds))
    }

    private static func floor(_ value: Int64, _ divisor: Int64) -> Int64 {
        let quotient = value / divisor
        return value % divisor < 0 ? quotient - 1 : quotient
    }

    /// A code for each selected row, from its value; inlined.
    @inline(__always)
    private static func gather<Value>(
        _ rows: [UInt16], isWhole: Bool, _ values: [Value], _ code: (Value) -> UInt32
    ) -> [UInt32] {
        values.withUnsafeBufferPointer { values in
            rows.withUnsafeBufferPointer { rows in
                [UInt32](unsafeUninitializedCapacity: rows.count) { codes, initialized in
                    if isWhole {
                        for row in 0..<rows.count { codes.initializeElement(at: row, to: code(values[row])) }
                    } else {
                        for position in 0..<rows.count {
                            codes.initializeElement(at: position, to: code(values[Int(rows[position])]))
                        }
                    }
                    initialized = rows.count
                }
            }
        }
    }
}
