import ArgumentParser
import Foundation

/// `whyd demo`: the whole job on recorded telemetry, in a temporary directory.
struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo", abstract: "Watch the whole job: spans arrive, a bad build is noticed, a report lands.",
        discussion: """
            Starts a daemon on free ports in a temporary directory, replays a recorded shop into it with its times moved \
            to now, shows the investigation as it happens, and prints the report. Exits 1 where no report names the bad \
            build and the commit.
            """)

    @Option(help: "The directory with recording/ and shop.bundle.")
    var shop = "Examples/shop"

    @Option(help: "Where the demo keeps its files (default: a new temporary directory).")
    var directory: String?

    @Flag(help: "Leave the daemon running afterwards, so that the page can be looked at; Ctrl-C ends it.")
    var stay = false

    func run() async throws {
        let place = directory ?? NSTemporaryDirectory() + "whyd-demo-" + UUID().uuidString.prefix(8).lowercased()
        let recording = try Recording(directory: shop + "/recording")
        try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
        let demo = try await Demo(
            recording: recording, bundle: URL(filePath: shop + "/shop.bundle").path, place: URL(filePath: place).path)
        try await demo.run(staying: stay)
    }
}
