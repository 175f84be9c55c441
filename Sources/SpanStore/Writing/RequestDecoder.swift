import Dispatch
import OTLP
import SpanSources
import Synchronization

/// Decodes requests on threads of its own: on the threads that tasks share, a query would wait for whole requests each
/// time it goes on after a pause.
final class RequestDecoder: Sendable {
    /// What the fingerprints of log requests are made with.
    private let key: UInt64
    private let queues: [DispatchQueue]
    /// Bytes that wait in each queue.
    private let waiting: Mutex<[Int]>

    init(key: UInt64, threads: Int) {
        self.key = key
        queues = (0..<threads).map { DispatchQueue(label: "whyd.spanstore.decoder-\($0)") }
        waiting = Mutex([Int](repeating: 0, count: threads))
    }

    /// Decodes a request in the queue in which least waits.
    func prepare(_ request: ExportRequest) async -> Result<PreparedExport, OTLPError> {
        let bytes = request.body.count
        let queue = waiting.withLock { waiting in
            let queue = waiting.indices.min { waiting[$0] < waiting[$1] } ?? 0
            waiting[queue] += bytes
            return queue
        }
        defer { waiting.withLock { $0[queue] -= bytes } }
        return await withCheckedContinuation { continuation in
            queues[queue].async { [key] in
                do throws(OTLPError) {
                    continuation.resume(returning: .success(try PreparedExport(request, key: key)))
                } catch {
                    continuation.resume(returning: .failure(error))
                }
            }
        }
    }
}
