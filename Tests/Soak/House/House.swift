import Foundation
import TestSupport

/// A directory with a configuration in which one whyd at a time serves.
struct House: Sendable {
    private let whyd: String
    private let directory: URL
    /// Stands before the command, such as what enters another mount namespace.
    var prefix: [String] = []
    var environment: [String: String] = ["GITHUB_TOKEN": "soak", "PATH": "/usr/bin:/bin"]

    var spans: String { directory.appending(path: "data/spans.db").path }
    var casebook: String { directory.appending(path: "data/whyd.db").path }

    /// Furnishes the directory; ports are free ones, detectors are off.
    init(_ stage: Stage, _ room: String, configuration: String = "") throws {
        whyd = stage.whyd
        directory = try stage.room(room)
        try QuietHouse.configuration(data: directory.path + "/data", configuration)
            .write(to: directory.appending(path: "whyd.yaml"), atomically: true, encoding: .utf8)
    }

    /// Starts whyd and waits until its three ports answer.
    ///
    /// - Parameters:
    ///   - life: which start this is, for the model to tell who asks.
    ///   - spawned: told of the process before it can have done anything.
    func start(life: Int = 1, _ spawned: (ChildProcess) -> Void = { _ in }) async throws -> Daemon {
        let log = directory.appending(path: "whyd-\(UUID().uuidString).log").path
        let process = try ChildProcess(
            prefix + [whyd, "serve", "--config", directory.appending(path: "whyd.yaml").path],
            environment: environment.merging(ModelDouble.environment(ofLife: life)) { $1 }, log: log)
        spawned(process)
        let end = ContinuousClock.now + .seconds(30)
        while ContinuousClock.now < end {
            let text = (try? String(contentsOfFile: log, encoding: .utf8)) ?? ""
            if let ports = Daemon.Ports(log: text) { return Daemon(process: process, ports: ports, log: log) }
            guard process.isAlive else { throw SoakFailure("whyd did not start: \(text.suffix(500))") }
            try await Task.sleep(for: .milliseconds(5))
        }
        throw SoakFailure("whyd did not listen within 30 s")
    }
}

/// A whyd that serves.
struct Daemon: Sendable {
    let process: ChildProcess
    let ports: Ports
    let log: String

    /// Where it listens on 127.0.0.1.
    struct Ports: Sendable {
        var otlpHTTP: Int
        var otlpGRPC: Int
        var web: Int

        /// Reads them from what whyd logs as it starts; nil until all three stand there.
        init?(log: String) {
            func port(_ name: String) -> Int? {
                guard let line = log.range(of: "\(name) is listening address=127.0.0.1:") else { return nil }
                let digits = log[line.upperBound...].prefix(while: \.isNumber)
                guard digits.endIndex < log.endIndex else { return nil }
                return Int(digits)
            }
            guard let http = port("OTLP/HTTP receiver"), let grpc = port("OTLP/gRPC receiver"),
                let web = port("house port")
            else { return nil }
            (otlpHTTP, otlpGRPC, self.web) = (http, grpc, web)
        }
    }

    var tracesURL: String { "http://127.0.0.1:\(ports.otlpHTTP)/v1/traces" }
    var webURL: String { "http://127.0.0.1:\(ports.web)" }

    /// The end of what it logged, for a failure's text.
    var lastWords: String { String(((try? String(contentsOfFile: log, encoding: .utf8)) ?? "").suffix(600)) }
}
