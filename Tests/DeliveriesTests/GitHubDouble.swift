import Deliveries
import JSONValues
import Synchronization
import TestSupport

/// Enough of GitHub to keep comments, on a real socket.
final class GitHubDouble: Sendable {
    struct State {
        var comments: [(id: Int, body: String)] = []
        /// How many of the next POSTs are kept but never answered.
        var swallowedAnswers = 0
        var refusals: [LoopbackReply] = []
    }

    let server: LoopbackServer
    private let box: StateBox

    init(_ start: State = State()) throws {
        let box = StateBox(start)
        self.box = box
        server = try LoopbackServer { request in box.answer(request) }
    }

    var comments: [(id: Int, body: String)] { box.state.withLock(\.comments) }
    var posts: [LoopbackRequest] { server.requests.filter { $0.method == "POST" } }
    var account: [String: DestinationAccount] { ["github": DestinationAccount(baseURL: server.url, token: "tok")] }

    private final class StateBox: Sendable {
        let state: Mutex<State>

        init(_ start: State) { state = Mutex(start) }

        func answer(_ request: LoopbackRequest) -> LoopbackReply {
            state.withLock { state in
                if !state.refusals.isEmpty { return state.refusals.removeFirst() }
                switch request.method {
                case "GET":
                    let page = request.target.split(separator: "&").first { $0.hasPrefix("page=") }
                    let number = page.flatMap { Int($0.dropFirst(5)) } ?? 1
                    let slice = state.comments.dropFirst((number - 1) * 100).prefix(100)
                    return .response(200, JSONValue.array(slice.map(Self.json)).text)
                case "POST":
                    let id = state.comments.count + 1
                    state.comments.append((id, Self.body(request)))
                    if state.swallowedAnswers > 0 {
                        state.swallowedAnswers -= 1
                        return LoopbackReply([.reset])
                    }
                    return .response(201, Self.json((id, Self.body(request))).text)
                case "PATCH":
                    let id = Int(request.target.split(separator: "/").last ?? "") ?? 0
                    guard state.comments.indices.contains(id - 1) else { return .response(404, "{}") }
                    state.comments[id - 1].body = Self.body(request)
                    return .response(200, Self.json(state.comments[id - 1]).text)
                default: return .response(405)
                }
            }
        }

        private static func body(_ request: LoopbackRequest) -> String {
            (try? JSONValue(parsing: request.body))?["body"]?.string ?? ""
        }

        private static func json(_ comment: (id: Int, body: String)) -> JSONValue {
            [
                "id": .integer(Int64(comment.id)), "body": .string(comment.body),
                "html_url": .string("https://github.example.com/c/\(comment.id)"),
            ]
        }
    }
}
