import Foundation
import Investigation
import Logging
import SourceHistory
import Telemetry
import UnixSignals

/// The demo's story, told while it happens.
struct Demo: Sendable {
    let recording: Recording
    let place: String
    let parts: HouseParts
    let terminal = Terminal.standard
    let stage: DemoStage

    /// The culprit of the recording: the commit whose words these are.
    static let culprit = "Round every line of a charge to its currency's minor unit"

    /// Unpacks the shop's repository and builds a daemon that looks often and at short windows.
    init(recording: Recording, bundle: String, place: String) async throws {
        self.recording = recording
        self.place = place
        let repository = place + "/shop.git"
        if !FileManager.default.fileExists(atPath: repository) {
            _ = try await SourceBundle.unpack(bundle, into: repository)
        }
        parts = try await HouseParts.owning(
            try Configuration(text: Self.settings(place: place, repository: repository), file: "demo"))
        stage = DemoStage()
    }

    private static func settings(place: String, repository: String) -> String {
        """
        data: \(place)
        listen: {otlp_http: 0, otlp_grpc: 0, web: 0}
        repositories:
          - path: \(repository)
        detection: {every: 1s, window: 20s, baseline: 2m}
        watch:
          windows: [15s, 25s]
        """
    }

    /// Runs the daemon and the story beside it.
    func run(staying: Bool) async throws {
        var logger = Logger(label: "demo")
        logger.logLevel = .critical
        let printer = ProgressPrinter(terminal)
        let daemon = Daemon(
            parts: parts, logger: logger,
            onEvent: { item, event in
                await stage.heard(event, of: item)
                printer.show(event)
            },
            onListening: { port, number in stage.bound(port, number) })
        try await withThrowingTaskGroup(of: Bool.self) { group in
            group.addTask {
                try await daemon.run(stoppedBy: staying ? [.sigint, .sigterm] : [])
                return true
            }
            group.addTask {
                try await tell()
                return false
            }
            while let isDaemon = try await group.next(), isDaemon == false, staying {
                terminal.line("the daemon stays; Ctrl-C ends it")
            }
            group.cancelAll()
        }
    }
}
