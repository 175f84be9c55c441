import Foundation
import Glibc
import Synchronization

/// A real HTTP/1.1 server on a loopback port that answers as a test says, faults included.
///
/// One thread per connection, blocking calls, no clocks: a stall is a connection that waits for its peer to leave.
public final class LoopbackServer: Sendable {
    public typealias Handler = @Sendable (LoopbackRequest) -> LoopbackReply

    /// The port it listens on.
    public let port: Int
    private let listener: Int32
    private let handler: Handler
    private let state = Mutex(State())

    private struct State {
        var requests: [LoopbackRequest] = []
        var connections: Set<Int32> = []
        var isStopped = false
    }

    /// Listens and answers until `stop` or the last reference is gone.
    public init(_ handler: @escaping Handler) throws {
        self.handler = handler
        (listener, port) = try LoopbackSocket.listen()
        let listener = listener
        Thread.detachNewThread { [weak self] in
            while true {
                let connection = accept(listener, nil, nil)
                guard connection >= 0 else { break }
                guard let server = self, server.adopt(connection) else {
                    close(connection)
                    continue
                }
            }
            close(listener)
        }
    }

    deinit { stop() }

    /// The base URL.
    public var url: String { "http://127.0.0.1:\(port)" }

    /// Every request that was read whole, in order.
    public var requests: [LoopbackRequest] { state.withLock(\.requests) }

    /// Closes the port and every connection.
    public func stop() {
        state.withLock { state in
            guard !state.isStopped else { return }
            state.isStopped = true
            shutdown(listener, Int32(SHUT_RDWR))
            for connection in state.connections { shutdown(connection, Int32(SHUT_RDWR)) }
        }
    }

    private func adopt(_ connection: Int32) -> Bool {
        let isAdopted = state.withLock { state in
            if !state.isStopped { state.connections.insert(connection) }
            return !state.isStopped
        }
        if isAdopted {
            Thread.detachNewThread { [weak self] in
                var socket = LoopbackSocket(connection)
                while let server = self, server.serve(&socket) {}
                self?.forget(connection)
                close(connection)
            }
        }
        return isAdopted
    }

    private func forget(_ connection: Int32) { state.withLock { _ = $0.connections.remove(connection) } }

    /// Answers one request; false ends the connection.
    private func serve(_ socket: inout LoopbackSocket) -> Bool {
        guard let request = socket.readRequest() else { return false }
        state.withLock { $0.requests.append(request) }
        for step in handler(request).steps {
            switch step {
            case .send(let bytes): guard socket.write(bytes) else { return false }
            case .hold: socket.waitForPeer(); return false
            case .close: return false
            case .reset: socket.reset(); return false
            }
        }
        return true
    }
}
