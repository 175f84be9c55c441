import OutboundHTTP

/// Many connections and requests of every kind: descriptors, threads and memory do not grow.
enum LeakCampaign: Campaign {
    static let name = "leaks"
    static let deadline = (long: Duration.seconds(900), short: Duration.seconds(120))

    private struct Usage {
        var descriptors: Int
        var threads: Int
        var megabytes: Int

        init(_ process: ChildProcess) {
            (descriptors, threads, megabytes) = (process.descriptors, process.threads, process.residentMegabytes)
        }
    }

    static func run(on stage: Stage, _ notes: Notes) async throws {
        let house = try House(stage, name)
        let daemon = try await house.start()
        let rounds = stage.times(6000, short: 200)
        // Caches and pools fill in the first half.
        for _ in 0..<rounds { await visit(stage, daemon) }
        let before = Usage(daemon.process)
        for _ in 0..<rounds { await visit(stage, daemon) }
        // The last connections may still be closing.
        for _ in 0..<100 where daemon.process.descriptors > before.descriptors {
            try await Task.sleep(for: .milliseconds(50))
        }
        let after = Usage(daemon.process)
        notes.require(
            after.descriptors <= before.descriptors + 2, "descriptors: \(before.descriptors), then \(after.descriptors)"
        )
        notes.require(after.threads <= before.threads + 4, "threads: \(before.threads), then \(after.threads)")
        notes.require(after.megabytes <= before.megabytes + 16, "MB: \(before.megabytes), then \(after.megabytes)")
        notes.count("\(rounds * 2) rounds of 7 connections")
        notes.count("descriptors \(before.descriptors) to \(after.descriptors)")
        notes.count("threads \(before.threads) to \(after.threads)")
        notes.count("MB \(before.megabytes) to \(after.megabytes)")
    }

    /// Seven connections, each opened and closed: the same spans again, pages, and what breaks off.
    private static func visit(_ stage: Stage, _ daemon: Daemon) async {
        var export = HTTPRequest(
            .post, daemon.tracesURL, headers: ["Content-Type": "application/x-protobuf"],
            body: NumberedSpans.request(1..<50))
        export.opensConnection = true
        _ = try? await stage.client.send(export)
        for path in ["/", "/api/cases", "/metrics"] {
            var request = HTTPRequest(.get, daemon.webURL + path)
            request.opensConnection = true
            _ = try? await stage.client.send(request)
        }
        RawSocket.send(
            Array("POST /v1/traces HTTP/1.1\r\ncontent-length: 500\r\n\r\nhalf".utf8), to: daemon.ports.otlpHTTP)
        RawSocket.send(
            Array("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".utf8) + [0, 0, 0, 4, 0, 0, 0, 0, 0], to: daemon.ports.otlpGRPC)
        RawSocket.send([], to: daemon.ports.web)
    }
}
