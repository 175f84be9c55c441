extension HTTPRequest {
    /// Refuses what could smuggle a second request or leave http.
    func check() throws(HTTPFailure) {
        _ = try WebAddress(url)
        for line in headers.lines {
            guard !line.name.isEmpty, line.name.utf8.allSatisfy(Self.isTokenByte) else {
                throw HTTPFailure(.invalidRequest, "'\(line.name.prefix(40))' is not a header name")
            }
            guard !line.value.utf8.contains(where: { $0 == 13 || $0 == 10 || $0 == 0 }) else {
                throw HTTPFailure(.invalidRequest, "the header \(line.name) holds a line break")
            }
        }
    }

    /// RFC 9110, 5.6.2: the bytes a header name may hold.
    private static func isTokenByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
        }
    }
}
