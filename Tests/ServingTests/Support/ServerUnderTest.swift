import Logging
import ServiceLifecycle

/// A logger that says nothing.
var quietLogger: Logger {
    var logger = Logger(label: "tests")
    logger.logLevel = .critical
    return logger
}

/// Runs a server on a port the system chooses, hands the port to the body, and stops the server gracefully.
func withServer<Result: Sendable>(
    _ make: @Sendable (_ onListening: @escaping @Sendable (Int) -> Void) throws -> any Service,
    _ body: @Sendable @escaping (_ port: Int) async throws -> Result
) async throws -> Result {
    let (ports, listening) = AsyncStream.makeStream(of: Int.self)
    let group = ServiceGroup(services: [try make { listening.yield($0) }], logger: quietLogger)
    return try await withThrowingTaskGroup(of: Void.self) { tasks in
        tasks.addTask {
            defer { listening.finish() }
            try await group.run()
        }
        guard let port = await ports.first(where: { _ in true }) else {
            try await tasks.waitForAll()
            throw NoPort()
        }
        do {
            let result = try await body(port)
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
            return result
        } catch {
            tasks.cancelAll()
            throw error
        }
    }
}

/// The server ended before it listened.
struct NoPort: Error {}
