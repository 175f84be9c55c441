import JSONValues
import Subprocess

/// Standard input and output of a server process: a message per line.
struct MCPStdioChannel: MCPChannel {
    private let writer: StandardInputWriter
    private var reader: SubprocessOutputSequence.AsyncIterator
    private var pending: [UInt8] = []
    private let messageBytes: Int

    init(writer: StandardInputWriter, output: SubprocessOutputSequence, messageBytes: Int) {
        self.writer = writer
        reader = output.makeAsyncIterator()
        self.messageBytes = messageBytes
    }

    mutating func exchange(_ request: MCPRequest) async throws(MCPFailure) -> MCPMessage {
        try await write(request.message)
        while let line = try await nextLine() {
            guard let message = try? MCPMessage(line) else { continue }  // some servers print to standard output
            if request.isAnswered(by: message) { return message }
            if case .request(let id, let method, _) = message { try await answer(id, method) }
        }
        throw MCPFailure(.unavailable, "the server ended before it answered")
    }

    mutating func notify(_ method: String, version: String) async throws(MCPFailure) {
        try await write(.notification(method: method, parameters: [:]))
    }

    /// Servers of the legacy era may ask back: `ping` is answered, everything else is not there.
    private func answer(_ id: JSONValue, _ method: String) async throws(MCPFailure) {
        try await write(
            method == "ping"
                ? .result(id: id, [:]) : .failure(id: id, MCPError(.methodNotFound, "there is no \(method) here")))
    }

    private func write(_ message: MCPMessage) async throws(MCPFailure) {
        do { _ = try await writer.write(Array("\(message.text)\n".utf8)) } catch {
            throw MCPFailure(.unavailable, "the server no longer reads")
        }
    }

    private mutating func nextLine() async throws(MCPFailure) -> String? {
        while true {
            if let end = pending.firstIndex(of: UInt8(ascii: "\n")) {
                let line = String(decoding: pending[..<end], as: UTF8.self)
                pending.removeFirst(end + 1)
                return line
            }
            guard pending.count <= messageBytes else {
                throw MCPFailure(.unavailable, "the server's answer is larger than \(messageBytes) bytes")
            }
            guard let piece = try await nextPiece() else { return nil }
            pending += piece
        }
    }

    private mutating func nextPiece() async throws(MCPFailure) -> [UInt8]? {
        do { return try await reader.next().map { buffer in buffer.withUnsafeBytes { Array($0) } } } catch {
            throw MCPFailure(.unavailable, "the server's output broke off")
        }
    }
}
