import Telemetry

/// Which traces a segment may hold: a Bloom filter of about 12 bits and 6 probes per trace (about 0.5 % false alarms).
struct TraceFilter: Sendable {
    private var words: [UInt64]

    /// A filter of distinct traces.
    init(_ traces: [TraceID]) {
        let bits = max(64, traces.count * 12)
        words = [UInt64](repeating: 0, count: (bits + 63) / 64)
        for trace in traces {
            Self.probe(trace, words.count) { word, mask in
                words[word] |= mask
                return true
            }
        }
    }

    /// A filter as it was stored.
    init(words: [UInt64]) { self.words = words }

    var stored: [UInt64] { words }

    /// False only where the segment certainly holds no span of the trace.
    func mayContain(_ trace: TraceID) -> Bool {
        guard !words.isEmpty else { return false }
        var found = true
        Self.probe(trace, words.count) { word, mask in
            found = words[word] & mask != 0
            return found
        }
        return found
    }

    /// Not keyed per process, since filters are stored; a hostile sender gains nothing but slower lookups.
    private static func probe(_ trace: TraceID, _ count: Int, _ visit: (Int, UInt64) -> Bool) {
        var state = trace.high &* 0x9E37_79B9_7F4A_7C15 ^ trace.low
        state = (state ^ state >> 32) &* 0xD6E8_FEB8_6659_FD93
        let step = (state >> 17 ^ trace.low &* 0xC2B2_AE3D_27D4_EB4F) | 1
        for _ in 0..<6 {
            let word = Int(state.multipliedFullWidth(by: UInt64(count)).high)
            guard visit(word, 1 << (state & 63)) else { return }
            state = (state &+ step) &* 0x9FB2_1C65_1E98_DF25
        }
    }
}
