import Analysis
import Foundation
import Logging
import Serving
import ServiceLifecycle
import SourceHistory
import SpanStore
import Telemetry

/// One try of a patch: a scratch tree, a private receiver, the command, and what arrived.
struct Verification: Sendable {
    var command: [String]
    var timeout: Duration
    var environment = ProcessInfo.processInfo.environment
    /// Where the command's own output goes.
    var onOutput: @Sendable ([UInt8]) -> Void = { FileHandle.standardError.write(Data($0)) }

    /// What came of it.
    struct Outcome: Sendable {
        var ending: ScratchCommand.Ending
        var check: PromiseCheck

        /// A line per promise, and how the command ended where it did not end well.
        var text: String {
            var table = TextTable(headers: ["promised", "name", "arrived"])
            for promise in check.promises {
                table.add([promise.kind, promise.name, promise.isKept ? "yes, \(promise.rows)" : "NO"])
            }
            var lines = table.text
            switch ending {
            case .timedOut: lines += "the command was ended at its time limit; --timeout gives it more\n"
            case .ended(false, let status): lines += "the command ended with \(status)\n"
            case .ended(true, _): break
            }
            let kept = check.promises.count(where: \.isKept)
            lines += "\(kept) of \(check.promises.count) promises kept; \(check.spans) spans arrived\n"
            if !check.isKept {
                lines +=
                    check.spans == 0
                    ? "no span arrived: does the command set up an OTLP/HTTP exporter, and flush it before it ends?\n"
                    : "spans that arrived: \(check.names.prefix(20).joined(separator: ", "))\n"
            }
            return lines
        }
    }

    /// Tries the patch; everything it makes lies in a temporary directory that is removed.
    func run(
        patch: String, promises: PatchPromises, on repository: SourceRepository, at revision: Revision
    ) async throws -> Outcome {
        let scratch = FileManager.default.temporaryDirectory.appending(path: "whyd-instrument-\(UUID().uuidString)")
        let directory = scratch.appending(path: "tree").path
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: scratch) }
        let tree = try await ScratchTree(of: repository, at: revision, in: directory)
        try await tree.apply(patch)
        let store = try SpanStore.open(
            path: scratch.appending(path: "spans.db").path, configuration: StoreConfiguration(retention: nil),
            clock: WallClock.now)
        do {
            let ending = try await runCommand(in: tree, sendingTo: store)
            let check = try await PromiseCheck(promises, in: store)
            await store.close()
            return Outcome(ending: ending, check: check)
        } catch {
            await store.close()
            throw error
        }
    }

    /// Runs the command beside a receiver that ends with it.
    private func runCommand(in tree: ScratchTree, sendingTo store: SpanStore) async throws -> ScratchCommand.Ending {
        var logger = Logger(label: "instrument")
        logger.logLevel = .critical
        let (ports, bound) = AsyncStream.makeStream(of: Int.self)
        let server = OTLPHTTPServer(
            address: ListenAddress(port: 0), intake: ExportIntake(sink: store, counters: ReceiverCounters()),
            logger: logger, onListening: { bound.yield($0) })
        let receiver = ServiceGroup(services: [server], logger: logger)
        return try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask {
                defer { bound.finish() }
                try await receiver.run()
            }
            guard let port = await ports.first(where: { _ in true }) else {
                try await tasks.waitForAll()
                throw CommandFailure("the private receiver did not start")
            }
            do {
                let ending = try await ScratchCommand(
                    command, environment: environment.merging(Self.variables(port: port)) { $1 },
                    directory: tree.directory, timeout: timeout
                ).run(onOutput: onOutput)
                await receiver.triggerGracefulShutdown()
                try await tasks.waitForAll()
                return ending
            } catch {
                tasks.cancelAll()
                throw error
            }
        }
    }

    /// What points an SDK at the receiver (https://opentelemetry.io/docs/specs/otel/protocol/exporter/).
    private static func variables(port: Int) -> [String: String] {
        [
            "OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:\(port)", "OTEL_EXPORTER_OTLP_PROTOCOL": "http/protobuf",
            "OTEL_TRACES_EXPORTER": "otlp", "OTEL_METRICS_EXPORTER": "none", "OTEL_TRACES_SAMPLER": "always_on",
            "OTEL_BSP_SCHEDULE_DELAY": "200",
        ]
    }
}
