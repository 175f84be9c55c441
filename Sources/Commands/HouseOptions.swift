import ArgumentParser
import Casebook
import Foundation
import SpanStore
import Telemetry

/// The options every command that reads whyd's files takes.
struct HouseOptions: ParsableArguments {
    @Option(name: .long, help: "The configuration file (default: ./whyd.yaml where there is one).")
    var config: String?

    @Option(name: .long, help: "The directory of whyd.db and spans.db, over what the configuration says.")
    var data: String?

    /// The configuration, with the directory given on the command line.
    func configuration() throws -> Configuration {
        do {
            var configuration = try Configuration.load(path: config)
            if let data { configuration.data = data }
            return configuration
        } catch {
            throw CommandFailure("\(error)", code: 2)
        }
    }

    /// The casebook of an existing directory.
    func casebook() throws -> CaseStore {
        let path = try configuration().data + "/whyd.db"
        guard FileManager.default.fileExists(atPath: path) else {
            throw CommandFailure("there is no \(path); `whyd serve` makes one, --data names another directory", code: 2)
        }
        return try CaseStore.open(path: path, clock: WallClock.now)
    }
}

/// The time of day.
enum WallClock {
    /// Now, in nanoseconds since the Unix epoch.
    static let now: @Sendable () -> Timestamp = {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Timestamp(nanoseconds: Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec))
    }
}
