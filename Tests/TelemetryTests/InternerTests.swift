import Telemetry
import Testing

/// A code must stand for one value and a value for one code, however many there are and however they look.
struct InternerTests {
    private func intern(_ text: String, _ interner: inout TextInterner) -> UInt16 {
        var text = text
        return text.withUTF8 { interner.intern($0) }
    }

    @Test func `texts of every length keep their codes while the table grows`() {
        let texts =
            (0..<40).flatMap { length in ["a", "b"].map { String(repeating: "x", count: length) + $0 } }
            + (0..<5000).map { "user-\($0)" } + (0..<5000).map { "/api/v1/some/longer/path/\($0)/tail" } + [""]
        var interner = TextInterner()
        let codes = texts.map { intern($0, &interner) }
        #expect(codes == (1...UInt16(texts.count)).map { $0 })
        #expect(texts.map { intern($0, &interner) } == codes)
        let dictionary = interner.dictionary
        #expect(texts.indices.allSatisfy { dictionary[$0] == texts[$0] })
    }

    @Test func `texts that differ in one byte get different hashes`() {
        for length in 1...70 {
            let text = [UInt8](repeating: 7, count: length)
            var hashes = Set([text.withUnsafeBufferPointer { ValueHash.text($0) }])
            for place in 0..<length {
                var other = text
                other[place] = 8
                hashes.insert(other.withUnsafeBufferPointer { ValueHash.text($0) })
            }
            #expect(hashes.count == length + 1)
        }
    }

    @Test func `a full dictionary gives 0 for what is new and codes for what it has`() {
        var texts = TextInterner()
        var words = WordInterner<UInt64>()
        for number in 0..<70_000 {
            let expected = number < 65_535 ? UInt16(number + 1) : 0
            #expect(intern("\(number)", &texts) == expected)
            #expect(words.intern(UInt64(number) << 40) == expected)
        }
        #expect(intern("65534", &texts) == 65_535 && intern("65535", &texts) == 0)
        #expect(words.intern(0) == 1 && words.count == 65_535)
    }

    @Test func `trace ids that share a half are told apart`() {
        var traces = WordInterner<TraceID>()
        let ids = (0..<300).flatMap { [TraceID(high: $0, low: 1), TraceID(high: 1, low: $0 + 2)] }
        let codes = ids.map { traces.intern($0) }
        #expect(Set(codes).count == ids.count && ids.map { traces.intern($0) } == codes)
        #expect(traces.array == ids)
    }
}
