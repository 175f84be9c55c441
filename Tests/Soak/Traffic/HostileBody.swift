import OutboundHTTP
import TestSupport

/// A request body that no honest sender would send, and what it claims to be.
struct HostileBody: Sendable {
    var bytes: [UInt8]
    var headers: HTTPHeaders

    /// A good body, spoilt by chance.
    static func spoilt(_ good: [UInt8], _ chance: inout Chance) -> HostileBody {
        var bytes = good
        for _ in 0..<Int.random(in: 1...4, using: &chance) where !bytes.isEmpty { spoil(&bytes, &chance) }
        let type = Int.random(in: 0..<10, using: &chance) == 0 ? "application/json" : "application/x-protobuf"
        var headers: HTTPHeaders = ["Content-Type": type]
        switch Int.random(in: 0..<12, using: &chance) {
        case 0: headers["Content-Encoding"] = "gzip"
        case 1: headers["Content-Encoding"] = "deflate"
        default: break
        }
        return HostileBody(bytes: bytes, headers: headers)
    }

    private static func spoil(_ bytes: inout [UInt8], _ chance: inout Chance) {
        let place = Int.random(in: 0..<bytes.count, using: &chance)
        switch Int.random(in: 0..<7, using: &chance) {
        case 0: bytes.removeLast(bytes.count - place)
        case 1: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &chance)
        case 2: bytes[place] = UInt8.random(in: 0...255, using: &chance)
        // A length or a number far larger than what is there.
        case 3: bytes.replaceSubrange(place..<place + 1, with: [0xFF, 0xFF, 0xFF, 0xFF, 0x0F])
        case 4: bytes.replaceSubrange(place..<place + 1, with: [UInt8](repeating: 0xFF, count: 9) + [0x01])
        case 5:
            let end = min(bytes.count, place + Int.random(in: 1...200, using: &chance))
            bytes.insert(contentsOf: bytes[place..<end], at: Int.random(in: 0...bytes.count, using: &chance))
        default: bytes.removeSubrange(place..<min(bytes.count, place + Int.random(in: 1...40, using: &chance)))
        }
    }

    /// The classics: bombs, depth, lies about size.
    static var classics: [HostileBody] {
        let json: HTTPHeaders = ["Content-Type": "application/json"]
        let protobuf: HTTPHeaders = ["Content-Type": "application/x-protobuf"]
        let depth = 100_000
        let brackets = String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
        let objects = String(repeating: #"{"resourceSpans":["#, count: depth)
        return [
            HostileBody(bytes: Bomb.gzip, headers: protobuf.with("Content-Encoding", "gzip")),
            HostileBody(bytes: nested(depth: 20_000), headers: protobuf),
            HostileBody(bytes: Array(brackets.utf8), headers: json),
            HostileBody(bytes: Array(objects.utf8), headers: json),
            HostileBody(bytes: [0x0A, 0xFF, 0xFF, 0xFF, 0xFF, 0x07], headers: protobuf),
            HostileBody(bytes: [UInt8](repeating: 0x0A, count: 1 << 20), headers: protobuf),
            HostileBody(bytes: [UInt8](repeating: 0, count: 70 << 20), headers: protobuf),
            HostileBody(bytes: [], headers: protobuf),
        ]
    }

    /// A span whose one attribute is a list in a list in a list.
    private static func nested(depth: Int) -> [UInt8] {
        var value: [UInt8] = []
        for _ in 0..<depth { value = field(5, field(1, value)) }
        let attribute = field(1, Array("deep".utf8)) + field(2, value)
        let span =
            field(1, [UInt8](repeating: 7, count: 16)) + field(2, [UInt8](repeating: 7, count: 8)) + field(9, attribute)
        return field(1, field(2, field(2, span)))
    }

    /// A length-delimited field.
    private static func field(_ number: UInt8, _ content: [UInt8]) -> [UInt8] {
        var length = content.count
        var bytes = [number << 3 | 2]
        while length >= 0x80 {
            bytes.append(UInt8(length & 0x7F) | 0x80)
            length >>= 7
        }
        return bytes + [UInt8(length)] + content
    }
}

extension HTTPHeaders {
    fileprivate func with(_ name: String, _ value: String) -> HTTPHeaders {
        var headers = self
        headers[name] = value
        return headers
    }
}
