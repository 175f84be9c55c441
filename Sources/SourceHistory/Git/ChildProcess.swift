import Subprocess
import SystemPackage

/// One run of a program with a clock, a size limit and nothing inherited.
struct ChildProcess: Sendable {
    var executable: String
    var arguments: [String]
    var environment: [String: String]
    /// Bytes written to its standard input.
    var input: [UInt8] = []
    /// Most bytes kept of its standard output; the rest is drained and dropped.
    var outputLimit: Int
    var timeout: Duration
    /// The working directory.
    var directory = "/"

    /// What a run gave back.
    struct Outcome: Sendable {
        var output: [UInt8]
        var isTruncated: Bool
        var errorText: String
        var exitedCleanly: Bool
        var timedOut: Bool
    }

    /// Runs it in a process group of its own; the whole group ends with the timeout or the task.
    func run() async throws -> Outcome {
        var options = PlatformOptions()
        options.processGroupID = 0
        options.teardownSequence = [Self.farewell]
        let result = try await Subprocess.run(
            .name(executable), arguments: Arguments(arguments),
            environment: .custom(
                Dictionary(
                    uniqueKeysWithValues: environment.map { (Environment.Key(stringLiteral: $0.key), $0.value) })),
            workingDirectory: FilePath(directory), platformOptions: options, input: .array(input), output: .sequence,
            error: .sequence
        ) { execution in
            let (output, errors) = (execution.standardOutput, execution.standardError)
            return try await withThrowingTaskGroup(of: Part.self) { group in
                group.addTask { .output(try await Self.read(output, limit: outputLimit)) }
                group.addTask { .errors(try await Self.read(errors, limit: 4096)) }
                group.addTask {
                    try await Task.sleep(for: timeout)
                    return .clock
                }
                var (parts, timedOut) = (Parts(), false)
                while let part = try await group.next() {
                    switch part {
                    case .output(let read): parts.output = read
                    case .errors(let read): parts.errors = read
                    case .clock:
                        timedOut = true
                        await execution.teardown(using: [Self.farewell])
                    }
                    if parts.output != nil, parts.errors != nil { group.cancelAll() }
                    if parts.output != nil, parts.errors != nil { break }
                }
                return (parts, timedOut)
            }
        }
        let (parts, timedOut) = result.closureResult
        return Outcome(
            output: parts.output?.bytes ?? [], isTruncated: parts.output?.isTruncated ?? false,
            errorText: String(decoding: parts.errors?.bytes ?? [], as: UTF8.self),
            exitedCleanly: result.terminationStatus.isSuccess, timedOut: timedOut)
    }

    private static let farewell = TeardownStep.gracefulShutDown(
        toProcessGroup: true, allowedDurationToNextStep: .milliseconds(200))

    private struct Read: Sendable {
        var bytes: [UInt8]
        var isTruncated: Bool
    }

    private struct Parts: Sendable {
        var output: Read?
        var errors: Read?
    }

    private enum Part: Sendable {
        case output(Read)
        case errors(Read)
        case clock
    }

    private static func read(_ sequence: SubprocessOutputSequence, limit: Int) async throws -> Read {
        var read = Read(bytes: [], isTruncated: false)
        for try await buffer in sequence {
            let room = limit - read.bytes.count
            if room > 0 { buffer.withUnsafeBytes { read.bytes.append(contentsOf: $0.prefix(room)) } }
            if buffer.count > room { read.isTruncated = true }
        }
        return read
    }
}
