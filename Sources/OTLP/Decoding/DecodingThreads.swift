import Dispatch
import Synchronization

/// Threads on which export requests are unpacked and decoded: on the threads that tasks share, a query would wait for whole
/// requests each time it goes on after a pause.
public final class DecodingThreads: Sendable {
    private let queues: [DispatchQueue]
    /// Bytes that wait in each queue.
    private let waiting: Mutex<[Int]>

    /// Makes so many threads, one at least.
    public init(count: Int) {
        queues = (0..<max(1, count)).map { DispatchQueue(label: "whyd.decoder-\($0)") }
        waiting = Mutex([Int](repeating: 0, count: max(1, count)))
    }

    /// Bytes that wait or are worked on now.
    package var bytesWaiting: Int { waiting.withLock { $0.reduce(0, +) } }

    /// Works on so many bytes in the queue in which the fewest wait; what was begun is finished, cancelled or not.
    public func run<Value: Sendable>(bytes: Int, _ work: @escaping @Sendable () -> Value) async -> Value {
        let queue = waiting.withLock { waiting in
            let queue = waiting.indices.min { waiting[$0] < waiting[$1] } ?? 0
            waiting[queue] += bytes
            return queue
        }
        defer { waiting.withLock { $0[queue] -= bytes } }
        return await withCheckedContinuation { continuation in
            queues[queue].async { continuation.resume(returning: work()) }
        }
    }
}
