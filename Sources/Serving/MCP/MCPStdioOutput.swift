import JSONValues
import Synchronization
import ToolKit

/// What goes back, one line at a time; nothing for requests the client has taken back.
final class MCPStdioOutput: Sendable {
    private let write: @Sendable (String) -> Void
    /// Requests that are neither answered nor taken back.
    private let open = Mutex<Set<String>>([])

    init(_ write: @escaping @Sendable (String) -> Void) { self.write = write }

    /// Reads a line; nil where there is nothing to work on. What is no message is answered here.
    func admit(_ line: String) -> MCPMessage? {
        guard line.contains(where: { !$0.isWhitespace }) else { return nil }
        do throws(MCPError) {
            let message = try MCPMessage(line)
            switch message {
            case .request(let id, _, _): open.withLock { _ = $0.insert(id.text) }
            case .notification("notifications/cancelled", let parameters):
                open.withLock { _ = $0.remove(parameters["requestId"]?.text ?? "") }
            default: break
            }
            return message
        } catch {
            write(MCPMessage.failure(id: .null, error).text)
            return nil
        }
    }

    func send(_ answer: MCPMessage?) {
        guard let answer else { return }
        open.withLock { open in
            switch answer {
            case .result(let id, _), .failure(let id, _):
                if open.remove(id.text) != nil { write(answer.text) }
            case .request, .notification: break
            }
        }
    }
}
