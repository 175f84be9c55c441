/// Bytes inside the request body or the arena; valid while the request is being decoded.
typealias Bytes = UnsafeBufferPointer<UInt8>

/// An attribute's value before it is interned.
enum RawValue {
    case text(Bytes)
    /// Compact JSON text.
    case composite(Bytes)
    case integer(Int64)
    case double(Double)
    case boolean(Bool)
}

/// An attribute before it is interned.
struct RawAttribute {
    var key: Bytes
    var value: RawValue
}

/// What stands above the rows of one resource or scope.
struct RowContext {
    var resource: [RawAttribute] = []
    var scope: [RawAttribute] = []

    /// Forgets both and keeps their memory.
    mutating func removeAll() {
        resource.removeAll(keepingCapacity: true)
        scope.removeAll(keepingCapacity: true)
    }
}

/// Holds bytes that are not in the body as such: unescaped JSON strings, composites written as JSON.
final class ByteArena {
    private var chunks: [UnsafeMutableBufferPointer<UInt8>] = []

    /// A copy that lives as long as the arena.
    func keep(_ bytes: [UInt8]) -> Bytes {
        let chunk = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: bytes.count)
        _ = chunk.initialize(from: bytes)
        chunks.append(chunk)
        return Bytes(chunk)
    }

    deinit { for chunk in chunks { chunk.deallocate() } }
}
