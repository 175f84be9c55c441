import Testing

@testable import SpanStore

struct BitmapTests {
    @Test(arguments: [0, 1, 7, 63, 64, 65, 127, 128, 1_000, 65_472])
    func `bits stand where the condition holds, at any length`(count: Int) {
        var random = SeededGenerator(seed: UInt64(count))
        let flags = (0..<count).map { _ in Bool.random(using: &random) }
        let bitmap = Bitmap(count: count) { flags[$0] }
        #expect((0..<count).map { bitmap[$0] } == flags)
        #expect(bitmap.population == flags.count { $0 })
        #expect(bitmap.rows().map(Int.init) == flags.indices.filter { flags[$0] })
        #expect(Bitmap(count: count) { _ in true }.population == count)
    }
}
