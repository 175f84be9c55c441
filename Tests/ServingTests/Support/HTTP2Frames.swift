import NIOCore
import NIOHPACK

/// HTTP/2 frames as they stand in a byte stream (RFC 9113, 4.1).
struct HTTP2Frames: Sendable {
    /// One frame.
    struct Frame: Sendable {
        var type: UInt8
        var flags: UInt8
        var stream: UInt32
        var payload: [UInt8]

        var endsStream: Bool { (type == 0 || type == 1) && flags & 1 != 0 }
    }

    static let preface = Array("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".utf8)

    /// Splits what is whole; the rest is left out.
    static func split(_ bytes: [UInt8]) -> [Frame] {
        var frames: [Frame] = []
        var offset = 0
        while offset + 9 <= bytes.count {
            let length = Int(bytes[offset]) << 16 | Int(bytes[offset + 1]) << 8 | Int(bytes[offset + 2])
            guard offset + 9 + length <= bytes.count else { break }
            let stream = bytes[(offset + 5)..<(offset + 9)].reduce(UInt32(0)) { $0 << 8 | UInt32($1) } & 0x7FFF_FFFF
            frames.append(
                Frame(
                    type: bytes[offset + 3], flags: bytes[offset + 4], stream: stream,
                    payload: Array(bytes[(offset + 9)..<(offset + 9 + length)])))
            offset += 9 + length
        }
        return frames
    }

    /// Writes one frame.
    static func frame(type: UInt8, flags: UInt8 = 0, stream: UInt32 = 0, _ payload: [UInt8] = []) -> [UInt8] {
        var buffer = ByteBuffer()
        buffer.writeInteger(UInt8(payload.count >> 16))
        buffer.writeInteger(UInt16(payload.count & 0xFFFF))
        buffer.writeInteger(type)
        buffer.writeInteger(flags)
        buffer.writeInteger(stream)
        buffer.writeBytes(payload)
        return Array(buffer.readableBytesView)
    }

    /// The headers of every HEADERS frame, by stream, in order.
    static func headers(in frames: [Frame]) throws -> [UInt32: [HPACKHeaders]] {
        var decoder = HPACKDecoder(allocator: ByteBufferAllocator())
        var found: [UInt32: [HPACKHeaders]] = [:]
        for frame in frames where frame.type == 1 {
            var block = ByteBuffer(bytes: frame.payload)
            found[frame.stream, default: []].append(try decoder.decodeHeaders(from: &block))
        }
        return found
    }
}
