import OutboundHTTP
import Subprocess
import Synchronization
import SystemPackage

/// Opens a session with a server, for as long as some work takes and no longer than it may.
struct MCPConnection: Sendable {
    let configuration: MCPServerConfiguration
    let client: HTTPClient

    /// What is done with a session; generic over the way the messages travel.
    protocol Work: Sendable {
        associatedtype Value: Sendable
        func run<Channel: MCPChannel>(_ session: inout MCPSession<Channel>) async throws(MCPFailure) -> Value
    }

    /// Does some work.
    ///
    /// - Parameters:
    ///   - era: what the server is known to speak; nil asks it.
    ///   - timeout: the longest time for all of it; a process is ended with its whole group.
    func perform<Job: Work>(_ work: Job, era: MCPEra?, timeout: Duration) async throws(MCPFailure) -> Job.Value {
        switch configuration.transport {
        case .http(let url, let headers):
            let channel = MCPHTTPChannel(
                client: client, url: url, headers: headers, timeout: timeout, messageBytes: configuration.messageBytes)
            return try await Self.run(work, over: channel, era: era)
        case .stdio(let command, let environment, let directory):
            return try await perform(
                work, era: era, timeout: timeout, command: command, environment: environment, directory: directory)
        }
    }

    private static func run<Job: Work>(
        _ work: Job, over channel: some MCPChannel, era: MCPEra?
    ) async throws(MCPFailure) -> Job.Value {
        var session = try await MCPSession(channel, era: era)
        return try await work.run(&session)
    }

    private func perform<Job: Work>(
        _ work: Job, era: MCPEra?, timeout: Duration, command: [String], environment: [String: String],
        directory: String
    ) async throws(MCPFailure) -> Job.Value {
        guard let program = command.first else { throw MCPFailure(.unavailable, "no command is configured") }
        var options = PlatformOptions()
        options.processGroupID = 0
        options.teardownSequence = [Self.farewell]
        let variables = environment.map { (Environment.Key(stringLiteral: $0.key), $0.value) }
        let result: Result<Job.Value, MCPFailure>
        do {
            result = try await Subprocess.run(
                program.contains("/") ? .path(FilePath(program)) : .name(program),
                arguments: Arguments(Array(command.dropFirst())),
                environment: .custom(Dictionary(variables, uniquingKeysWith: { $1 })),
                workingDirectory: FilePath(directory), platformOptions: options, input: .inputWriter,
                output: .sequence, error: .discarded
            ) { execution in
                let (writer, output) = (execution.standardInputWriter, execution.standardOutput)
                let messageBytes = configuration.messageBytes
                let result = await Self.limited(timeout) { () async throws(MCPFailure) -> Job.Value in
                    let channel = MCPStdioChannel(writer: writer, output: output, messageBytes: messageBytes)
                    return try await Self.run(work, over: channel, era: era)
                } onTimeout: {
                    await execution.teardown(using: [Self.farewell])
                }
                try? await writer.finish()
                await execution.teardown(using: [Self.farewell])
                return result
            }.closureResult
        } catch {
            if Task.isCancelled { throw MCPFailure(.cancelled, "the call was cancelled") }
            throw MCPFailure(.unavailable, "\(program) could not be started")
        }
        return try result.get()
    }

    private static let farewell = TeardownStep.gracefulShutDown(
        toProcessGroup: true, allowedDurationToNextStep: .milliseconds(300))

    /// Runs some work beside a clock; the clock ends it through `onTimeout`.
    private static func limited<Value: Sendable>(
        _ timeout: Duration, _ body: @escaping @Sendable () async throws(MCPFailure) -> Value,
        onTimeout: @escaping @Sendable () async -> Void
    ) async -> Result<Value, MCPFailure> {
        let expiry = Expiry()
        return await withTaskGroup(of: Result<Value, MCPFailure>.self) { group in
            group.addTask {
                do throws(MCPFailure) { return .success(try await body()) } catch { return .failure(error) }
            }
            group.addTask {
                do { try await Task.sleep(for: timeout) } catch { return .failure(MCPFailure(.cancelled, "ended")) }
                // Set first: ending the process makes the work fail in its own way.
                expiry.hasPassed.store(true, ordering: .releasing)
                await onTimeout()
                return .failure(MCPFailure(.timedOut, ""))
            }
            let first = await group.next() ?? .failure(MCPFailure(.cancelled, "ended"))
            group.cancelAll()
            guard expiry.hasPassed.load(ordering: .acquiring) else { return first }
            return .failure(MCPFailure(.timedOut, "the server took longer than \(timeout)"))
        }
    }

    /// Whether the time was up; noted before the work is made to fail.
    private final class Expiry: Sendable {
        let hasPassed = Atomic(false)
    }
}
