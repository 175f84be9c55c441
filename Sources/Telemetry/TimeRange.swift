/// A half-open range of time: `start` is inside, `end` is not.
public struct TimeRange: Hashable, Sendable, Codable {
    /// The first instant inside.
    public var start: Timestamp
    /// The first instant after.
    public var end: Timestamp

    /// Makes a range; an `end` before `start` gives an empty one.
    public init(start: Timestamp, end: Timestamp) {
        self.start = start
        self.end = max(start, end)
    }

    /// Everything that a 64-bit nanosecond clock can name.
    public static let all = TimeRange(
        start: Timestamp(nanoseconds: .min), end: Timestamp(nanoseconds: .max))

    /// The range that ends at `end` and lasts `duration`.
    public init(last duration: Duration, before end: Timestamp) {
        self.init(start: end - duration, end: end)
    }

    /// How long the range lasts.
    public var duration: Duration { end - start }

    /// Whether the instant lies inside.
    public func contains(_ time: Timestamp) -> Bool { start <= time && time < end }

    /// Whether the two have an instant in common.
    public func overlaps(_ other: TimeRange) -> Bool { start < other.end && other.start < end }
}

extension TimeRange: CustomStringConvertible {
    /// `start/end`, each in RFC 3339.
    public var description: String { "\(start)/\(end)" }
}
