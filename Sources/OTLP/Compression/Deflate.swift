import CZlib

/// zlib on whole buffers of known size, for the store's own chunks.
package enum Deflate {
    package static func pack(_ bytes: [UInt8]) -> [UInt8]? {
        var size = compressBound(UInt(bytes.count))
        var output = [UInt8](repeating: 0, count: Int(size))
        guard compress2(&output, &size, bytes, UInt(bytes.count), 1) == Z_OK else { return nil }
        output.removeLast(output.count - Int(size))
        return output
    }

    package static func unpack(_ bytes: [UInt8], count: Int) -> [UInt8]? {
        var size = UInt(count)
        var output = [UInt8](repeating: 0, count: count)
        guard uncompress(&output, &size, bytes, UInt(bytes.count)) == Z_OK, Int(size) == count else { return nil }
        return output
    }
}
