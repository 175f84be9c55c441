import Telemetry

/// What tells the columns of a table in the making apart: scope, key and type.
///
/// They are looked at for every attribute of every span, so they lie end to end: reading one copies and retains nothing.
struct AttributeKeys {
    private var bytes: [UInt8] = []
    private var ends: [Int] = [0]
    private var tags: [UInt16] = []

    mutating func append(_ scope: AttributeScope, _ key: Bytes, _ type: ValueType) {
        bytes.append(contentsOf: key)
        ends.append(bytes.count)
        tags.append(Self.tag(scope, type))
    }

    /// Whether a column is the one of an attribute.
    @inline(__always)
    func matches(_ column: Int, _ scope: AttributeScope, _ key: Bytes, _ type: ValueType) -> Bool {
        let start = ends[column]
        guard tags[column] == Self.tag(scope, type), ends[column &+ 1] &- start == key.count else { return false }
        return bytes.withUnsafeBufferPointer { bytes in
            for position in 0..<key.count where bytes[start &+ position] != key[position] { return false }
            return true
        }
    }

    @inline(__always)
    private static func tag(_ scope: AttributeScope, _ type: ValueType) -> UInt16 {
        UInt16(scope.rawValue) << 8 | UInt16(type.rawValue)
    }
}
