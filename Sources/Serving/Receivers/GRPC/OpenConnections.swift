import NIOCore
import Synchronization

/// The connections that were accepted and have not ended, also those that nobody was handed because the listener closed
/// at that moment.
final class OpenConnections: Sendable {
    private let state = Mutex(State())

    private struct State {
        var isOver = false
        var channels: [ObjectIdentifier: any Channel] = [:]
    }

    /// Keeps a connection until it ends; closes it at once where all were closed already.
    func add(_ channel: any Channel) {
        let isOver = state.withLock { state in
            if !state.isOver { state.channels[ObjectIdentifier(channel)] = channel }
            return state.isOver
        }
        guard !isOver else { return channel.close(promise: nil) }
        channel.closeFuture.whenComplete { _ in
            self.state.withLock { _ = $0.channels.removeValue(forKey: ObjectIdentifier(channel)) }
        }
    }

    /// Closes what is open, and everything that comes later.
    func closeAll() {
        let left = state.withLock { state in
            state.isOver = true
            return Array(state.channels.values)
        }
        for channel in left { channel.close(promise: nil) }
    }
}
