/// A body of type `application/x-www-form-urlencoded` (https://url.spec.whatwg.org/#urlencoded-parsing).
struct FormBody {
    private let body: [UInt8]

    init(_ body: [UInt8]) { self.body = body }

    /// The decoded bytes of the first field of this name; nil where there is none.
    subscript(name: String) -> [UInt8]? {
        for pair in body.split(separator: UInt8(ascii: "&")) {
            let parts = pair.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            guard let key = parts.first, Self.decoded(key) == Array(name.utf8) else { continue }
            return parts.count == 2 ? Self.decoded(parts[1]) : []
        }
        return nil
    }

    /// `+` is a space, `%XX` a byte; a percent sign without two hexadecimal digits stays as it is.
    private static func decoded(_ text: some Collection<UInt8>) -> [UInt8] {
        var (bytes, rest) = ([UInt8](), Array(text)[...])
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "%"), rest.count >= 2,
                let value = KeyedHash.bytes(hexadecimal: String(decoding: rest.prefix(2), as: UTF8.self))?.first
            {
                bytes.append(value)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte == UInt8(ascii: "+") ? UInt8(ascii: " ") : byte)
            }
        }
        return bytes
    }
}
