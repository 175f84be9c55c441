import Subprocess
import SystemPackage

/// A program that a person asked to be run in a scratch tree, with what it prints passed on.
public struct ScratchCommand: Sendable {
    var arguments: [String]
    var environment: [String: String]
    var directory: String
    var timeout: Duration

    /// Makes a run.
    ///
    /// - Parameters:
    ///   - arguments: the program, looked up in the environment's `PATH`, and its arguments.
    ///   - timeout: after it the program and all it started are ended.
    public init(_ arguments: [String], environment: [String: String], directory: String, timeout: Duration) {
        self.arguments = arguments
        self.environment = environment
        self.directory = directory
        self.timeout = timeout
    }

    /// How a run ended.
    public enum Ending: Hashable, Sendable {
        /// The program ended by itself; in words, such as `exited(1)`.
        case ended(isSuccess: Bool, status: String)
        case timedOut
    }

    /// Runs it to its end.
    ///
    /// - Parameter onOutput: given each piece of standard output and standard error.
    public func run(onOutput: @escaping @Sendable ([UInt8]) -> Void) async throws(SourceHistoryError) -> Ending {
        do {
            return try await launch(onOutput)
        } catch is CancellationError {
            throw SourceHistoryError(.cancelled, "the run was cancelled")
        } catch {
            throw SourceHistoryError(.refused, "\(arguments.first ?? "nothing") could not be run: \(error)")
        }
    }

    private func launch(_ onOutput: @escaping @Sendable ([UInt8]) -> Void) async throws -> Ending {
        var options = PlatformOptions()
        options.processGroupID = 0
        options.teardownSequence = [Self.farewell]
        let variables = environment.map { (Environment.Key(stringLiteral: $0.key), $0.value) }
        let result = try await Subprocess.run(
            .path("/usr/bin/env"), arguments: Arguments(arguments),
            environment: .custom(Dictionary(variables, uniquingKeysWith: { first, _ in first })),
            workingDirectory: FilePath(directory), platformOptions: options, input: .none, output: .sequence,
            error: .sequence
        ) { execution in
            let (output, errors) = (execution.standardOutput, execution.standardError)
            return try await withThrowingTaskGroup(of: Bool.self) { group in
                for sequence in [output, errors] {
                    group.addTask {
                        for try await buffer in sequence { onOutput(buffer.withUnsafeBytes { Array($0) }) }
                        return false
                    }
                }
                group.addTask {
                    try await Task.sleep(for: timeout)
                    return true
                }
                var (open, timedOut) = (2, false)
                while open > 0, let isClock = try await group.next() {
                    if isClock {
                        timedOut = true
                        await execution.teardown(using: [Self.farewell])
                    } else {
                        open -= 1
                    }
                }
                group.cancelAll()
                return timedOut
            }
        }
        if result.closureResult { return .timedOut }
        return .ended(isSuccess: result.terminationStatus.isSuccess, status: "\(result.terminationStatus)")
    }

    private static let farewell = TeardownStep.gracefulShutDown(
        toProcessGroup: true, allowedDurationToNextStep: .milliseconds(500))
}
