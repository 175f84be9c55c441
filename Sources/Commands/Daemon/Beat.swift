import Logging
import ServiceLifecycle

/// Does a piece of work again and again, with a pause between, until the daemon stops.
///
/// A failure is logged and does not end it: one bad round never stops the daemon.
struct Beat: Service {
    let name: String
    let pause: Duration
    let logger: Logger
    let work: @Sendable () async throws -> Void

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                do {
                    try await work()
                } catch is CancellationError {
                    break
                } catch {
                    logger.error("a round failed", metadata: ["round": "\(name)", "error": "\(error)"])
                }
                do { try await Task.sleep(for: pause) } catch { break }
            }
        }
    }
}
