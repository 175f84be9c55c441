import Foundation
import SpanStore
import Telemetry

/// The measurements of whyd's side, each in a process of its own.
struct Benchmark {
    let generator: SpanGenerator
    let store: String

    private func open(cacheBytes: Int = StoreConfiguration().cacheBytes) throws -> SpanStore {
        let now = Timestamp(nanoseconds: SpanGenerator.start + SpanGenerator.length)
        let configuration = StoreConfiguration(retention: nil, cacheBytes: cacheBytes, parallelism: 2)
        return try SpanStore.open(path: store, configuration: configuration, clock: { now })
    }

    /// Sends all spans to the store.
    func ingest() async throws -> IngestMeasurement {
        let store = try open()
        let (seconds, bytes) = try await Ingest(generator: generator, store: store).run()
        let onDisk = await store.statistics().bytesOnDisk
        await store.close()
        return IngestMeasurement(
            spans: generator.count, ingestSeconds: seconds, bodyBytes: bytes, bytesOnDisk: onDisk)
    }

    /// Runs the queries warm, then with nothing kept between them; the memory is that of a process which has done
    /// nothing but answer them warm.
    func query(runs: Int, only part: String) async throws -> QueryMeasurement {
        var measurement = QueryMeasurement()
        let store = try open()
        for (name, run) in queries(store, part) {
            let found = try await run()
            let median = try await Self.times(runs, run).median
            measurement.answers.append(
                Answer(query: name, milliseconds: median / Self.parts(name), coldMilliseconds: 0, rows: found()))
            measurement.peakResidentBytes = max(measurement.peakResidentBytes, Self.status("VmRSS:"))
        }
        await store.close()
        let forgetful = try open(cacheBytes: 0)
        for (index, (name, run)) in queries(forgetful, part).enumerated() {
            measurement.answers[index].coldMilliseconds =
                try await Self.times(runs, run).median / Self.parts(name)
        }
        await forgetful.close()
        return measurement
    }

    private func queries(_ store: SpanStore, _ part: String) -> [QuerySuite.Query] {
        QuerySuite(source: store, generator: generator).queries.filter { part.isEmpty || $0.name.contains(part) }
    }

    /// How many questions of its kind a query asks one after the other.
    private static func parts(_ query: String) -> Double { query == "trace by id" ? 20 : 1 }

    /// Runs the queries idle, then while spans come in, and idle again; each time a query runs a few times in a row,
    /// after once without the clock, so that nothing but the load makes the difference.
    ///
    /// The load makes the store larger, so the idle time is the mean of before and after: that of the store as large
    /// as it is on average meanwhile.
    func busy(rate: Double) async throws -> [BusyMeasurement] {
        let store = try open()
        let queries = QuerySuite(source: store, generator: generator).queries
        let before = try await idle(queries)
        let more = SpanGenerator(count: max(400_000, generator.count / 5), firstTrace: generator.traces)
        let load = SteadyLoad(more, sink: store)
        var busy = queries.map { _ in [Double]() }
        let achieved = try await withThrowingTaskGroup(of: Double.self) { group in
            group.addTask { try await load.send(spansPerSecond: rate) }
            while await !load.isDone {
                for (index, (_, run)) in queries.enumerated() where await !load.isDone {
                    _ = try await run()
                    busy[index] += try await Self.times(5, run)
                }
            }
            return try await group.next() ?? 0
        }
        let after = try await idle(queries)
        await store.close()
        return queries.indices.filter { !busy[$0].isEmpty }.map { index in
            BusyMeasurement(
                query: queries[index].name, idleMs: (before[index] + after[index]) / 2, busyMs: busy[index].median,
                samples: busy[index].count, spansPerSecond: achieved)
        }
    }

    private func idle(_ queries: [QuerySuite.Query]) async throws -> [Double] {
        var medians: [Double] = []
        for (_, run) in queries {
            _ = try await run()
            medians.append(try await Self.times(5, run).median)
        }
        return medians
    }

    private static func times(_ runs: Int, _ run: () async throws -> QuerySuite.Found) async throws -> [Double] {
        var times: [Double] = []
        for _ in 0..<runs {
            let start = ContinuousClock.now
            _ = try await run()
            times.append((ContinuousClock.now - start).milliseconds)
        }
        return times
    }

    /// A line of what the kernel says about this process, in bytes.
    private static func status(_ key: String) -> Int {
        let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
        let line = status.split(separator: "\n").first { $0.hasPrefix(key) } ?? ""
        return (Int(line.split(separator: " ").dropFirst().first ?? "") ?? 0) * 1024
    }
}

extension [Double] {
    /// The middle one, of an even number the upper; of none 0.
    var median: Double { isEmpty ? 0 : sorted()[count / 2] }
}

extension Duration {
    /// The duration in milliseconds.
    var milliseconds: Double { Double(components.seconds) * 1e3 + Double(components.attoseconds) / 1e15 }
}
