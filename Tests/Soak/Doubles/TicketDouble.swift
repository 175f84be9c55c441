import JSONValues
import Synchronization
import TestSupport

/// Enough of GitHub's REST API to keep comments on any issue, on a real socket.
final class TicketDouble: Sendable {
    private let server: LoopbackServer
    private let comments: CommentBox

    /// - Parameter reaped: told of each search and each new comment; true ends the connection without an answer.
    init(reaped: @escaping @Sendable (Reaper.Point) -> Bool) throws {
        let comments = CommentBox()
        self.comments = comments
        server = try LoopbackServer { request in
            let path = String(request.target.prefix { $0 != "?" })
            let body = (try? JSONValue(parsing: request.body))?["body"]?.string ?? ""
            switch request.method {
            case "POST":
                let comment = comments.add(body, to: path)
                return reaped(.commented) ? LoopbackReply([.close]) : .response(201, comment.text)
            case "PATCH": return .response(200, JSONValue.object(["id": 1, "body": .string(body)]).text)
            default:
                return reaped(.searching) ? LoopbackReply([.close]) : .response(200, comments.list(path).text)
            }
        }
    }

    /// The lines of a configuration that name it.
    var configuration: String { "github:\n  base_url: \(server.url)" }

    /// How many comments each issue has, by path.
    var counts: [String: Int] { comments.counts }

    private final class CommentBox: Sendable {
        private let byPath = Mutex<[String: [JSONValue]]>([:])

        var counts: [String: Int] { byPath.withLock { $0.mapValues(\.count) } }

        func add(_ body: String, to path: String) -> JSONValue {
            byPath.withLock { byPath in
                let number = byPath.values.reduce(1) { $0 + $1.count }
                let comment: JSONValue = ["id": .integer(Int64(number)), "body": .string(body)]
                byPath[path, default: []].append(comment)
                return comment
            }
        }

        func list(_ path: String) -> JSONValue { byPath.withLock { .array($0[path] ?? []) } }
    }
}
