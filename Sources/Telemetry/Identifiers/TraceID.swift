/// The 16-byte identifier of a trace, as OTLP carries it.
///
/// All-zero is invalid in OTLP and stands for "none" here.
public struct TraceID: Hashable, Sendable, Comparable, BitwiseCopyable {
    /// Bytes 0-7, big-endian.
    public var high: UInt64
    /// Bytes 8-15, big-endian.
    public var low: UInt64

    /// Makes an id from its two big-endian halves.
    public init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// The invalid all-zero id.
    public static let none = TraceID(high: 0, low: 0)

    /// Reads 32 hexadecimal digits, in either case; nil for anything else.
    public init?(_ text: some StringProtocol) {
        guard text.utf8.count == 32,
            let high = Hexadecimal.integer(text.utf8.prefix(16)),
            let low = Hexadecimal.integer(text.utf8.dropFirst(16))
        else { return nil }
        self.init(high: high, low: low)
    }

    public static func < (left: TraceID, right: TraceID) -> Bool {
        (left.high, left.low) < (right.high, right.low)
    }
}

extension TraceID: CustomStringConvertible {
    /// 32 lower-case hexadecimal digits.
    public var description: String { Hexadecimal.text(high) + Hexadecimal.text(low) }
}

extension TraceID: Codable {
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let id = TraceID(text) else {
            throw DecodingError.dataCorruptedError(
                in: container, debugDescription: "a trace id is 32 hexadecimal digits, not '\(text.prefix(40))'")
        }
        self = id
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
