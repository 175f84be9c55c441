import Subprocess
import SystemPackage

/// One run of a program in a process group of its own.
struct CommandProcess: Sendable {
    var file: String
    var arguments: [String]
    var environment: [String: String]
    /// Bytes of output kept; the rest is read and dropped, so the program never blocks on it.
    var outputLimit: Int
    var timeout: Duration

    struct Outcome: Sendable {
        var output: String
        var isTruncated: Bool
        var errorText: String
        var status: String
        var succeeded: Bool
        var timedOut: Bool
    }

    private enum Part: Sendable {
        case output([UInt8], isTruncated: Bool)
        case errors([UInt8])
        case clock
    }

    private static let farewell = TeardownStep.gracefulShutDown(
        toProcessGroup: true, allowedDurationToNextStep: .milliseconds(200))

    /// Runs it; the whole group ends with the timeout or the task.
    func run() async throws(ToolFailure) -> Outcome {
        do {
            return try await launch()
        } catch {
            if Task.isCancelled { throw ToolFailure(.cancelled, "the command was cancelled") }
            throw ToolFailure(.unavailable, "the command could not be run: \(error)")
        }
    }

    private func launch() async throws -> Outcome {
        var options = PlatformOptions()
        options.processGroupID = 0
        options.teardownSequence = [Self.farewell]
        let variables = environment.map { (Environment.Key(stringLiteral: $0.key), $0.value) }
        let result = try await Subprocess.run(
            .path(FilePath(file)), arguments: Arguments(arguments),
            environment: .custom(Dictionary(variables, uniquingKeysWith: { first, _ in first })),
            workingDirectory: FilePath("/"), platformOptions: options, input: .none, output: .sequence,
            error: .sequence
        ) { execution in
            let (output, errors) = (execution.standardOutput, execution.standardError)
            return try await withThrowingTaskGroup(of: Part.self) { group in
                group.addTask {
                    let (bytes, isTruncated) = try await Self.read(output, limit: outputLimit)
                    return .output(bytes, isTruncated: isTruncated)
                }
                group.addTask { .errors(try await Self.read(errors, limit: 4096).0) }
                group.addTask {
                    try await Task.sleep(for: timeout)
                    return .clock
                }
                var outcome = Outcome(
                    output: "", isTruncated: false, errorText: "", status: "", succeeded: false, timedOut: false)
                var left = 2
                while left > 0, let part = try await group.next() {
                    switch part {
                    case .output(let bytes, let isTruncated):
                        outcome.output = String(decoding: bytes, as: UTF8.self)
                        outcome.isTruncated = isTruncated
                        left -= 1
                    case .errors(let bytes):
                        outcome.errorText = String(decoding: bytes, as: UTF8.self)
                        left -= 1
                    case .clock:
                        outcome.timedOut = true
                        await execution.teardown(using: [Self.farewell])
                    }
                }
                group.cancelAll()
                return outcome
            }
        }
        var outcome = result.closureResult
        outcome.status = "\(result.terminationStatus)"
        // A search that finds nothing says nothing and ends with 1 (grep, journalctl --grep).
        let isEmptySearch =
            result.terminationStatus == .exited(1) && outcome.output.isEmpty && outcome.errorText.isEmpty
        outcome.succeeded = result.terminationStatus.isSuccess || isEmptySearch
        return outcome
    }

    private static func read(_ sequence: SubprocessOutputSequence, limit: Int) async throws -> ([UInt8], Bool) {
        var bytes: [UInt8] = []
        var isTruncated = false
        for try await buffer in sequence {
            let room = limit - bytes.count
            if room > 0 { buffer.withUnsafeBytes { bytes.append(contentsOf: $0.prefix(room)) } }
            if buffer.count > room { isTruncated = true }
        }
        return (bytes, isTruncated)
    }
}
