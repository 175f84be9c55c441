import Telemetry
import Testing

@testable import SpanStore

struct ChunkCacheTests {
    /// A column of 8 bytes a row and 64 more.
    private static func column(_ rows: Int) -> ColumnData { ColumnData(.numbers([Int64](repeating: 1, count: rows))) }

    @Test func `what was used longest ago goes first, and never more than the limit is held`() {
        let cache = ChunkCache(limit: 5 * 144)
        for chunk in 0..<5 as Range<Int64> { cache.insert(chunk, Self.column(10)) }
        #expect(cache.bytes == 5 * 144)
        #expect(cache.find(0) != nil)
        cache.insert(5, Self.column(10))
        #expect(cache.find(1) == nil && cache.find(0) != nil && cache.find(5) != nil)
        cache.insert(6, Self.column(1_000))
        #expect(cache.find(6) == nil && cache.bytes == 5 * 144)
    }

    @Test func `codes and column of a chunk are kept apart, and each on its own`() {
        let codes = PackedCodes([1, 2, 3], rows: nil, valueCount: 3)
        let cache = ChunkCache(limit: 144 + codes.memoryBytes)
        cache.insertCodes(0, codes)
        #expect(cache.find(0) == nil && cache.findCodes(0) != nil)
        cache.insert(0, Self.column(10))
        #expect(cache.find(0) != nil && cache.findCodes(0) != nil)
        cache.insert(1, Self.column(10))
        #expect(cache.find(0) == nil && cache.findCodes(0) != nil && cache.find(1) != nil)
    }

    @Test func `a long random history agrees with a list in order of use`() {
        var random = SeededGenerator(seed: 5)
        let cache = ChunkCache(limit: 3_000)
        var order: [(chunk: Int64, bytes: Int)] = []
        for _ in 0..<20_000 {
            let chunk = Int64.random(in: 0..<40, using: &random)
            let place = order.firstIndex { $0.chunk == chunk }
            #expect((cache.find(chunk) != nil) == (place != nil))
            if let place {
                order.append(order.remove(at: place))
            } else {
                let rows = Int.random(in: 0..<60, using: &random)
                cache.insert(chunk, Self.column(rows))
                order.append((chunk, rows * 8 + 64))
                while order.reduce(0, { $0 + $1.bytes }) > 3_000 { order.removeFirst() }
            }
            #expect(cache.bytes == order.reduce(0) { $0 + $1.bytes })
        }
    }
}
