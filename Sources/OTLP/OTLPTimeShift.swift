public import SpanSources

/// Moves recorded telemetry in time without decoding it: every timestamp is a fixed64 and keeps its place.
///
/// For replaying recordings; fields of unknown number are left as they are.
public enum OTLPTimeShift {
    /// The body with every span, event and log time moved by `nanoseconds` (times of zero, "unknown", stay zero).
    ///
    /// - Throws: `ExportRefusal.malformed` where the bytes are not protobuf.
    public static func shift(
        _ body: [UInt8], signal: ExportRequest.Signal, byNanoseconds nanoseconds: Int64
    ) throws(ExportRefusal) -> [UInt8] {
        var walker = Walker(bytes: body, nanoseconds: nanoseconds)
        guard walker.visit(0..<body.count, signal == .traces ? Message.traces : Message.logs) else {
            throw .malformed("not an OTLP protobuf message, so its times cannot be moved")
        }
        return walker.bytes
    }

    /// The part of a message's shape that leads to timestamps (opentelemetry-proto, trace.proto and logs.proto).
    private final class Message: Sendable {
        let timestamps: Set<UInt64>
        let children: [UInt64: Message]

        init(timestamps: Set<UInt64> = [], children: [UInt64: Message] = [:]) {
            self.timestamps = timestamps
            self.children = children
        }

        static let traces = request(of: Message(timestamps: [7, 8], children: [11: Message(timestamps: [1])]))
        static let logs = request(of: Message(timestamps: [1, 11]))

        private static func request(of record: Message) -> Message {
            Message(children: [1: Message(children: [2: Message(children: [2: record])])])
        }
    }

    private struct Walker {
        var bytes: [UInt8]
        let nanoseconds: Int64

        /// Visits one message; false where it is malformed.
        mutating func visit(_ range: Range<Int>, _ message: Message) -> Bool {
            var position = range.lowerBound
            while position < range.upperBound {
                guard let tag = varint(&position, range.upperBound) else { return false }
                switch tag & 7 {
                case 0:
                    guard varint(&position, range.upperBound) != nil else { return false }
                case 1:
                    guard position + 8 <= range.upperBound else { return false }
                    if message.timestamps.contains(tag >> 3) { move(at: position) }
                    position += 8
                case 2:
                    guard let length = varint(&position, range.upperBound),
                        length <= UInt64(range.upperBound - position)
                    else { return false }
                    let end = position + Int(length)
                    if let child = message.children[tag >> 3], !visit(position..<end, child) { return false }
                    position = end
                case 5:
                    position += 4
                default: return false
                }
            }
            return position == range.upperBound
        }

        private mutating func varint(_ position: inout Int, _ end: Int) -> UInt64? {
            var value: UInt64 = 0
            for shift in stride(from: UInt64(0), to: 70, by: 7) {
                guard position < end else { return nil }
                let byte = bytes[position]
                position += 1
                value |= UInt64(byte & 0x7F) << shift
                if byte < 0x80 { return value }
            }
            return nil
        }

        private mutating func move(at position: Int) {
            var value: UInt64 = 0
            for place in 0..<8 { value |= UInt64(bytes[position + place]) << UInt64(8 * place) }
            guard value != 0 else { return }
            value = UInt64(bitPattern: Int64(bitPattern: value) &+ nanoseconds)
            for place in 0..<8 { bytes[position + place] = UInt8(truncatingIfNeeded: value >> UInt64(8 * place)) }
        }
    }
}
