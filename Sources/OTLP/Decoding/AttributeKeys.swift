import Telemetry

/// What tells the columns of a table in the making apart: scope, key and type.
///
/// They are looked at for every attribute of every span, so they lie end to end: reading one copies and retains nothing.
struct AttributeKeys: ~Copyable {
    private var bytes = GrowableBuffer<UInt8>()
    /// Where each key ends, after a 0.
    private var ends = GrowableBuffer<UInt32>(repeating: 0, count: 1)
    private var tags = GrowableBuffer<UInt16>()

    mutating func append(_ scope: AttributeScope, _ key: Bytes, _ type: ValueType) {
        bytes.append(contentsOf: key)
        ends.append(UInt32(bytes.count))
        tags.append(Self.tag(scope, type))
    }

    /// Whether a column is the one of an attribute.
    @inline(__always)
    func matches(_ column: Int, _ scope: AttributeScope, _ key: Bytes, _ type: ValueType) -> Bool {
        let start = Int(ends[column])
        guard tags[column] == Self.tag(scope, type), Int(ends[column &+ 1]) &- start == key.count else { return false }
        guard let known = bytes.elements.baseAddress, let other = key.baseAddress else { return true }
        return ByteStrings.areEqual(known + start, other, count: key.count)
    }

    @inline(__always)
    private static func tag(_ scope: AttributeScope, _ type: ValueType) -> UInt16 {
        UInt16(scope.rawValue) << 8 | UInt16(type.rawValue)
    }
}
