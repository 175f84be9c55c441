import Foundation
import SpanStore
import Telemetry

// SpanBenchmark columns N DIRECTORY      writes the spans as binary columns for the peers
// SpanBenchmark run N STORE RESULT [RUNS] [QUERY] ingests N spans into STORE (unless it is there), runs the queries (or
//                                        those whose name contains QUERY), writes RESULT

let arguments = CommandLine.arguments
guard arguments.count >= 4, let count = Int(arguments[2]) else {
    FileHandle.standardError.write(
        Data("usage: SpanBenchmark columns N DIRECTORY | run N STORE RESULT [RUNS] [QUERY]\n".utf8))
    exit(64)
}
let generator = SpanGenerator(count: count)
switch arguments[1] {
case "columns": try ColumnDump(generator, directory: URL(fileURLWithPath: arguments[3])).write()
default:
    let runs = arguments.count > 5 ? Int(arguments[5]) ?? 5 : 5
    let measurement = try await measure(store: arguments[3], runs: runs, only: arguments.count > 6 ? arguments[6] : "")
    try JSONEncoder().encode(measurement).write(to: URL(fileURLWithPath: arguments[4]))
}

func measure(store path: String, runs: Int, only part: String) async throws -> Measurement {
    var measurement = Measurement(spans: generator.count)
    let isNew = !FileManager.default.fileExists(atPath: path)
    let configuration = StoreConfiguration(retention: nil, parallelism: 2)
    let now = Timestamp(nanoseconds: SpanGenerator.start + SpanGenerator.length)
    let store = try SpanStore.open(path: path, configuration: configuration, clock: { now })
    if isNew {
        (measurement.ingestSeconds, measurement.bodyBytes) = try await Ingest(generator: generator, sink: store).run()
    }
    try await store.maintain()
    for (name, run) in QuerySuite(source: store, generator: generator).queries
    where part.isEmpty || name.contains(part) {
        let rows = try await run()
        var times: [Double] = []
        for _ in 0..<runs {
            let start = ContinuousClock.now
            _ = try await run()
            let elapsed = ContinuousClock.now - start
            times.append(Double(elapsed.components.seconds) * 1e3 + Double(elapsed.components.attoseconds) / 1e15)
        }
        let median = times.sorted()[times.count / 2]
        measurement.answers.append(
            Answer(query: name, milliseconds: name == "trace by id" ? median / 20 : median, rows: rows))
    }
    let statistics = await store.statistics()
    measurement.bytesOnDisk = statistics.bytesOnDisk
    measurement.residentBytes = residentBytes()
    await store.close()
    return measurement
}

/// Resident memory of this process, from the kernel.
func residentBytes() -> Int {
    let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
    let line = status.split(separator: "\n").first { $0.hasPrefix("VmRSS:") } ?? ""
    return (Int(line.split(separator: " ").dropFirst().first ?? "") ?? 0) * 1024
}
