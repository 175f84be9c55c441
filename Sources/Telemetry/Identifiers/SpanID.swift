/// The 8-byte identifier of a span; zero is "none" (a root span's parent).
public struct SpanID: Hashable, Sendable, Comparable {
    /// The eight bytes, big-endian.
    public var value: UInt64

    /// Makes an id from its eight big-endian bytes.
    public init(_ value: UInt64) { self.value = value }

    /// The invalid all-zero id.
    public static let none = SpanID(0)

    /// Reads 16 hexadecimal digits, in either case; nil for anything else.
    public init?(_ text: some StringProtocol) {
        guard text.utf8.count == 16, let value = Hexadecimal.integer(text.utf8) else { return nil }
        self.init(value)
    }

    public static func < (left: SpanID, right: SpanID) -> Bool { left.value < right.value }
}

extension SpanID: CustomStringConvertible {
    /// 16 lower-case hexadecimal digits.
    public var description: String { Hexadecimal.text(value) }
}
