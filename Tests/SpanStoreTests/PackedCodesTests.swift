import Telemetry
import Testing

@testable import SpanStore

/// Codes read without their dictionary, held against the column decoded whole.
struct PackedCodesTests {
    /// A column of a random shape: constant, in runs, in order of appearance or mixed; dense or sparse.
    private static func column(_ random: inout SeededGenerator, rowCount: Int) -> CodedColumn {
        let dictionary: ColumnDictionary =
            switch Int.random(in: 0..<6, using: &random) {
            case 0: .text(TextDictionary((0..<Int.random(in: 1...900, using: &random)).map { "value \($0 % 7) \($0)" }))
            case 1: .composites(TextDictionary((0..<5).map { "[\($0)]" }))
            case 2: .integers((0..<Int.random(in: 1...400, using: &random)).map { Int64($0 * $0) })
            case 3: .doubles((0..<3).map { Double($0) + 0.5 })
            case 4: .booleans([true, false])
            default: .traces((1...70).map { TraceID(high: 1, low: $0) })
            }
        let isSparse = Bool.random(using: &random)
        let rows = isSparse ? (0..<UInt16(rowCount)).filter { _ in Int.random(in: 0..<9, using: &random) == 0 } : nil
        let least = isSparse ? 1 : 0
        let shape = Int.random(in: 0..<4, using: &random)
        var newest = 0
        let codes = (0..<(rows?.count ?? rowCount)).map { position -> UInt16 in
            switch shape {
            case 0: return UInt16(dictionary.count)
            case 1: return UInt16(max(least, position / 50 % (dictionary.count + 1)))
            case 2:
                newest += newest < dictionary.count && Bool.random(using: &random) ? 1 : 0
                return UInt16(max(least, newest))
            default: return UInt16.random(in: UInt16(least)...UInt16(dictionary.count), using: &random)
            }
        }
        return CodedColumn(rows: rows, codes: codes, dictionary: dictionary)
    }

    private static func bitmap(_ random: inout SeededGenerator, _ count: Int) -> Bitmap {
        let share = [2, 40].randomElement(using: &random) ?? 2
        var bitmap = Bitmap(count: count, filled: false)
        for row in 0..<count where Int.random(in: 0..<share, using: &random) == 0 { bitmap.set(row) }
        return bitmap
    }

    @Test(arguments: 0..<60 as Range<UInt64>) func `codes alone count as the decoded column does`(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let rowCount = Int.random(in: 1...700, using: &random)
        let column = Self.column(&random, rowCount: rowCount)
        let codes = try ColumnCodec.codes(ColumnCodec.encode(.coded(column), .small), rowCount: rowCount)
        let rows = Self.bitmap(&random, rowCount)
        #expect(codes.rows == column.rows && codes.valueCount == column.dictionary.count)
        #expect(codes.counts(in: rows) == column.counts(in: rows))
        let map = (0...column.dictionary.count).map { UInt32($0 % 3) }
        var (packed, decoded) = ([Int32](repeating: 1, count: 3), [Int32](repeating: 1, count: 3))
        codes.add(rows, map, to: &packed)
        column.add(rows, map, to: &decoded)
        #expect(packed == decoded)
        let weights = (0..<rowCount).map { _ in Float(Int.random(in: 1...9, using: &random)) }
        var (light, heavy) = ([Double](repeating: 0, count: 3), [Double](repeating: 0, count: 3))
        codes.add(rows, weighing: weights, map, to: &light)
        column.add(rows, weighing: weights, map, to: &heavy)
        #expect(light == heavy)
    }

    @Test(arguments: 60..<90 as Range<UInt64>) func `spoilt bytes are refused, or give codes that stand for values`(
        seed: UInt64
    ) throws {
        var random = SeededGenerator(seed: seed)
        let column = Self.column(&random, rowCount: 500)
        let good = ColumnCodec.encode(.coded(column), .small)
        let all = Bitmap(count: 500, filled: true)
        for _ in 0..<200 {
            var bytes = good
            for _ in 0..<3 {
                bytes[Int.random(in: 0..<bytes.count, using: &random)] = .random(in: 0...255, using: &random)
            }
            if Bool.random(using: &random) { bytes.removeLast(Int.random(in: 0..<bytes.count, using: &random)) }
            guard let codes = try? ColumnCodec.codes(bytes, rowCount: 500) else { continue }
            // Would read past the counts otherwise.
            #expect(codes.counts(in: all).count == codes.valueCount + 1)
        }
    }
}
