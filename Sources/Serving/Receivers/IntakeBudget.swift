import Synchronization

/// The bytes of all export requests that are held at one time, over both receivers.
public final class IntakeBudget: Sendable {
    private let limit: Int
    private let used = Mutex(0)

    /// Makes a budget of `limit` bytes.
    public init(limit: Int) { self.limit = limit }

    /// Bytes taken now.
    var bytesInFlight: Int { used.withLock { $0 } }

    /// Takes bytes; false, and nothing taken, where they do not fit.
    func reserve(_ bytes: Int) -> Bool {
        used.withLock { used in
            guard used + bytes <= limit else { return false }
            used += bytes
            return true
        }
    }

    /// Gives bytes back.
    func release(_ bytes: Int) {
        used.withLock { $0 -= bytes }
    }
}
