import Foundation
import JSONValues
import SourceHistory
import SpanSources
import SpanStore
import Telemetry
import ToolKit
import Tools

// Times the tools that hold spans and source against each other: STORE REPOSITORY [RUNS].

let arguments = CommandLine.arguments
guard arguments.count >= 3 else {
    FileHandle.standardError.write(Data("usage: DiffBenchmark STORE REPOSITORY [RUNS]\n".utf8))
    exit(64)
}
let runs = arguments.count > 3 ? Int(arguments[3]) ?? 7 : 7
let opening = ContinuousClock.now
let store = try SpanStore.openReadOnly(path: arguments[1])
guard let coverage = try await store.coverage() else {
    FileHandle.standardError.write(Data("the store is empty\n".utf8))
    exit(1)
}
print("open and find the range: \(milliseconds(ContinuousClock.now - opening)) ms")
let tools = ToolRegistry(
    BuiltInTools.onBuilds(
        store, repositories: RepositorySet([.init(repository: SourceRepository(path: arguments[2]))])),
    timeout: .seconds(300))
let context = ToolContext(window: coverage, baseline: coverage, now: coverage.end)

let calls: [(String, JSONValue)] = [
    ("diff_builds", ["service": "service-3", "from": "1.4.0", "to": "1.5.1"]),
    ("describe_function", ["function": "shop/handlers.py:remove_resource"]),
    ("describe_function", ["function": "shop/package_7/module_7.py:pack_7"]),
]
for (name, input) in calls {
    var times: [Double] = []
    var work = processorMilliseconds()
    for run in 0...runs {
        let start = ContinuousClock.now
        let result = await tools.call(name, input, context)
        let time = milliseconds(ContinuousClock.now - start)
        if run > 0 { times.append(time) }
        guard run == 0 else { continue }
        work = processorMilliseconds()
        switch result {
        case .success(let output):
            print("\n\(name) \(input.text)\n  \(output.summary)\n  first: \(time) ms")
            for note in output.notes { print("  note: \(note)") }
        case .failure(let failure): print("\n\(name) \(input.text) failed: \(failure)")
        }
    }
    times.sort()
    print(
        "  warm, \(runs) runs: median \(times[times.count / 2]) ms, slowest \(times.last ?? 0) ms; "
            + "processor time of each, git and ctags included: \(((processorMilliseconds() - work) / Double(runs)).rounded()) ms"
    )
}

func milliseconds(_ duration: Duration) -> Double {
    let parts = duration.components
    return (Double(parts.seconds) * 1e4 + Double(parts.attoseconds) / 1e14).rounded() / 10
}

/// Processor time of this process and of the programs it ran to their end.
func processorMilliseconds() -> Double {
    [RUSAGE_SELF.rawValue, RUSAGE_CHILDREN.rawValue].reduce(0) { sum, who in
        var usage = rusage()
        getrusage(__rusage_who_t(who), &usage)
        return sum + Double(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1e3
            + Double(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e3
    }
}
