import Foundation
import JSONValues
import TestSupport
import Testing

/// Answers of a real server to the methods it was asked, for any id.
struct RecordedMCPServer {
    /// By method, the first answer of each.
    let answers: [String: JSONValue]

    init(answers: [String: JSONValue]) { self.answers = answers }

    init(_ name: String) throws {
        let url = try #require(Bundle.module.url(forResource: "Fixtures/mcp/\(name)", withExtension: "jsonl"))
        var asked: [JSONValue: String] = [:]
        var answers: [String: JSONValue] = [:]
        for line in try String(contentsOf: url, encoding: .utf8).split(separator: "\n") {
            let message = try JSONValue(parsing: line)["msg"] ?? .null
            guard let id = message["id"] else { continue }
            if let method = message["method"]?.string {
                asked[id] = method
            } else if let method = asked[id], answers[method] == nil {
                answers[method] = message
            }
        }
        self.answers = answers
    }

    /// The answer to a message; nil for notifications.
    func answer(to text: String) -> JSONValue? {
        guard let message = try? JSONValue(parsing: text), let id = message["id"] else { return nil }
        let unknown: JSONValue = ["jsonrpc": "2.0", "error": ["code": -32601, "message": "Method not found"]]
        guard case .object(var members) = answers[message["method"]?.string ?? ""] ?? unknown else { return nil }
        members["id"] = id
        return .object(members)
    }

    /// A shell script that answers on standard output as the recorded server did, after a line of noise.
    var command: [String] {
        let cases = answers.map { method, answer in
            guard case .object(var members) = answer else { return "" }
            members["id"] = "ID"
            let text = JSONValue.object(members).text.replacingOccurrences(of: "'", with: #"'\''"#)
            return #"*'"method":"\#(method)"'*) answer '\#(text)' ;;"#
        }
        let unknown = #"{"jsonrpc":"2.0","id":"ID","error":{"code":-32601,"message":"Method not found"}}"#
        let script = """
            echo 'starting up'
            answer() { printf '%s\\n' "$1" | sed "s/\\"id\\":\\"ID\\"/\\"id\\":$id/"; }
            while read -r line; do
              id=$(printf '%s' "$line" | sed -n 's/.*"id":\\([0-9]*\\).*/\\1/p')
              [ -z "$id" ] && continue
              case "$line" in
              \(cases.joined(separator: "\n  "))
              *) answer '\(unknown)' ;;
              esac
            done
            """
        return ["/bin/sh", "-c", script]
    }
}
