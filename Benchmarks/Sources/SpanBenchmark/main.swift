import Foundation

// What the arguments mean stands in `usage`; `run` calls them in turn.

let usage = """
    usage: SpanBenchmark columns N DIRECTORY              writes N spans as binary columns, for the peers
           SpanBenchmark ingest N STORE RESULT            sends N spans to a new store
           SpanBenchmark query N STORE RESULT [RUNS] [QUERY]
                                                          runs the queries (or those whose name contains QUERY)
           SpanBenchmark busy N STORE RESULT RATE         runs the queries idle, and while RATE spans a second come in

    """

let arguments = CommandLine.arguments
guard arguments.count >= 4, let count = Int(arguments[2]) else { fail() }
let benchmark = Benchmark(generator: SpanGenerator(count: count), store: arguments[3])
switch (arguments[1], arguments.count) {
case ("columns", 4): try ColumnDump(benchmark.generator, directory: URL(fileURLWithPath: arguments[3])).write()
case ("ingest", 5): try write(await benchmark.ingest(), arguments[4])
case ("query", 5...):
    let runs = arguments.count > 5 ? Int(arguments[5]) ?? 5 : 5
    try write(await benchmark.query(runs: runs, only: arguments.count > 6 ? arguments[6] : ""), arguments[4])
case ("busy", 6): try write(await benchmark.busy(rate: Double(arguments[5]) ?? 100_000), arguments[4])
default: fail()
}

func write(_ result: some Encodable, _ path: String) throws {
    try JSONEncoder().encode(result).write(to: URL(fileURLWithPath: path))
}

func fail() -> Never {
    FileHandle.standardError.write(Data(usage.utf8))
    exit(64)
}
