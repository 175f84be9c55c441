/// One HTTP/1.1 exchange on a connection of its own.
struct PlainHTTP: Sendable {
    var port: Int

    /// A whole answer.
    struct Answer: Sendable {
        var status: Int
        /// Names in lower case.
        var headers: [String: String]
        var body: [UInt8]

        var text: String { String(decoding: body, as: UTF8.self) }
    }

    /// Sends one request and reads the answer to its end.
    func send(
        _ method: String, _ path: String, headers: [String: String] = [:], body: [UInt8] = []
    ) async throws -> Answer {
        var head = "\(method) \(path) HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n"
        for (name, value) in headers.sorted(by: { $0.key < $1.key }) { head += "\(name): \(value)\r\n" }
        head += "content-length: \(body.count)\r\n\r\n"
        return Self.parse(try await RawConnection.exchange(Array(head.utf8) + body, port: port))
    }

    /// Reads an answer of which all bytes are there.
    static func parse(_ bytes: [UInt8]) -> Answer {
        let separator = Array("\r\n\r\n".utf8)
        guard let cut = bytes.firstRange(of: separator) else { return Answer(status: 0, headers: [:], body: bytes) }
        let lines = String(decoding: bytes[..<cut.lowerBound], as: UTF8.self).split(separator: "\r\n")
        let status = lines.first.flatMap { Int($0.split(separator: " ")[1]) } ?? 0
        var headers: [String: String] = [:]
        for line in lines.dropFirst() {
            let parts = line.split(separator: ":", maxSplits: 1)
            headers[parts[0].lowercased()] = parts.count > 1 ? String(parts[1].drop { $0 == " " }) : ""
        }
        return Answer(status: status, headers: headers, body: Array(bytes[cut.upperBound...]))
    }
}
