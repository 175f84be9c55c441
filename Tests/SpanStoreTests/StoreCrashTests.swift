import Foundation
import SpanSources
import SpanStore
import Telemetry
import Testing

/// Kills a writing process again and again, at a different place each time.
struct StoreCrashTests {
    @Test func `what was acknowledged survives kill -9`() async throws {
        let temporary = try TemporaryStore()
        var held = 0
        for round in 0..<12 {
            let acknowledged = try Self.runProbe(temporary.path, until: held + 10 + round * 37)
            let store = try temporary.open(StoreConfiguration(retention: nil, segmentRows: 200))
            let table = try await store.run(
                SpanQuery(
                    range: .all,
                    aggregates: [.count, .sum(.intrinsic(.duration)), .distinct(.intrinsic(.spanID))]))
            held = Int(table.number("count", row: 0) ?? 0)
            #expect(held >= acknowledged && held % 10 == 0)
            #expect(table.number("sum(duration)", row: 0) == Double(held * (held + 1) / 2))
            #expect(table.number("distinct(spanID)", row: 0) == Double(held))
            #expect(try await store.trace(TraceID(high: 1, low: 1)).spans.count == 9)
            await store.close()
        }
        #expect(held > 2_000)
    }

    /// Runs the probe until it has acknowledged an id, kills it, and gives the last id it acknowledged.
    private static func runProbe(_ path: String, until id: Int) throws -> Int {
        let process = Process()
        process.executableURL = Bundle.main.executableURL?.resolvingSymlinksInPath().deletingLastPathComponent()
            .appendingPathComponent("StoreCrashProbe")
        process.arguments = [path]
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        var text = ""
        var last = 0
        while last < id {
            let data = output.fileHandleForReading.availableData
            guard !data.isEmpty else { break }
            text += String(decoding: data, as: UTF8.self)
            // The last line may be cut in the middle of a number.
            last =
                text.split(separator: "\n", omittingEmptySubsequences: false).dropLast().last.flatMap { Int($0) } ?? 0
        }
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        text += String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        return text.split(separator: "\n", omittingEmptySubsequences: false).dropLast().last.flatMap { Int($0) } ?? 0
    }
}
