import Foundation
import TestSupport
import Testing

/// An answer that a real server gave. The recordings hold bodies whose chunking was already taken off.
struct RecordedExchange {
    let reply: LoopbackReply

    init(_ name: String) throws {
        let url = try #require(Bundle.module.url(forResource: "Fixtures/\(name)", withExtension: "http"))
        let text = String(decoding: try Data(contentsOf: url), as: UTF8.self)
        let end = try #require(text.range(of: "\r\n\r\n"))
        let head = text[..<end.lowerBound]
        let body = String(text[end.upperBound...])
        let status = try #require(Int(head.split(separator: " ")[1]))
        if head.lowercased().contains("text/event-stream") {
            reply = .chunked(body.split(separator: "\n\n").map { "\($0)\n\n" }, status: status)
        } else {
            reply = .response(status, headers: ["content-type": "application/json"], body)
        }
    }
}
