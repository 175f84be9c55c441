public import Telemetry

/// A part of all traces, each whole: chosen by id alone, so that every read of every table picks the same ones.
public struct TraceSample: Hashable, Sendable {
    /// The part of all traces that is in it, 0...1.
    public let share: Double

    /// Makes a sample of about this part of all traces.
    public init(share: Double) { self.share = min(max(share, 0), 1) }

    /// Whether a trace is in it; rows of no trace never are.
    public func contains(_ id: TraceID) -> Bool {
        id != .none && Double(Self.mixed(id) >> 11) < share * Double(UInt64(1) << 53)
    }

    /// The id's bits stirred, since senders may number traces or may have sampled by their bits already.
    ///
    /// Source: the finalizer of SplitMix64 (Steele, Lea, Flood 2014, "Fast splittable pseudorandom number generators").
    private static func mixed(_ id: TraceID) -> UInt64 {
        var bits = id.high &* 0x9E37_79B9_7F4A_7C15 ^ id.low
        bits = (bits ^ bits >> 30) &* 0xBF58_476D_1CE4_E5B9
        bits = (bits ^ bits >> 27) &* 0x94D0_49BB_1331_11EB
        return bits ^ bits >> 31
    }
}
