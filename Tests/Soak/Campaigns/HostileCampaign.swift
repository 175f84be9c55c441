/// Broken and hostile OTLP over real sockets: whyd lives, its memory is bounded, and good data sent in between is kept.
enum HostileCampaign: Campaign {
    static let name = "hostile"
    static let deadline = (long: Duration.seconds(900), short: Duration.seconds(120))
    /// What whyd may have in use at most: the largest requests, decoded, and no more.
    private static let mostMegabytes = 1024
    private static let goodService = "good"

    static func run(on stage: Stage, _ notes: Notes) async throws {
        let house = try House(stage, name)
        let daemon = try await house.start()
        let exporter = Exporter(stage, to: daemon)
        let ledger = SpanLedger()
        var statuses: [Int: Int] = [:]
        var peak = daemon.process.residentMegabytes
        func look(_ status: Int?) throws {
            statuses[status ?? 0, default: 0] += 1
            peak = max(peak, daemon.process.residentMegabytes)
            guard daemon.process.isAlive else { throw SoakFailure("whyd died; its last words: \(daemon.lastWords)") }
        }
        var chance = stage.chance(3)
        for round in 0..<stage.times(20_000, short: 600) {
            let first: UInt64 = 1_000_000
            let count = UInt64.random(in: 1...40, using: &chance)
            let good = NumberedSpans.request(first..<first + count, service: "mutant")
            let body = HostileBody.spoilt(good, &chance)
            try look(await exporter.send(body.bytes, headers: body.headers))
            if round % 40 == 0 { try await sendGood(exporter, ledger, notes) }
        }
        for body in HostileBody.classics {
            try look(await exporter.send(body.bytes, headers: body.headers))
            try await sendGood(exporter, ledger, notes)
        }
        for garbage in rawGarbage {
            RawSocket.send(garbage, to: daemon.ports.otlpHTTP)
            RawSocket.send(garbage, to: daemon.ports.otlpGRPC)
            RawSocket.send(garbage, to: daemon.ports.web)
            try look(200)
        }
        try await sendGood(exporter, ledger, notes)
        notes.require(try await daemon.process.stop(), "whyd did not end on SIGTERM")
        if let complaint = try await NumberedSpans.complaint(
            about: house.spans, last: ledger.last, service: goodService)
        {
            notes.fail(complaint)
        }
        notes.require(peak <= mostMegabytes, "whyd took \(peak) MB of memory")
        for status in statuses.keys where ![200, 400, 413, 415, 503].contains(status) {
            notes.fail("\(statuses[status, default: 0]) requests were answered \(status)")
        }
        notes.count("\(statuses.values.reduce(0, +)) hostile requests")
        notes.count("\(statuses[200, default: 0]) taken in part")
        notes.count("\(ledger.last) good spans kept")
        notes.count("\(peak) MB at most")
    }

    private static func sendGood(_ exporter: Exporter, _ ledger: SpanLedger, _ notes: Notes) async throws {
        let status = await exporter.send(NumberedSpans.request(ledger.take(20), service: goodService))
        guard status == 200 else {
            throw SoakFailure("good data was answered \(status.map { "\($0)" } ?? "not at all")")
        }
    }

    /// What is no HTTP, or too little of it.
    private static let rawGarbage: [[UInt8]] = [
        Array("POST /v1/traces HTTP/1.1\r\ncontent-length: 99999999999999999999\r\n\r\n".utf8),
        Array(
            "POST /v1/traces HTTP/1.1\r\ncontent-type: application/x-protobuf\r\ncontent-length: 5000\r\n\r\nshort".utf8
        ),
        Array("POST /v1/traces HTTP/1.1\r\ntransfer-encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFF\r\n".utf8),
        Array(("GET /" + String(repeating: "a", count: 100_000)).utf8),
        Array("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".utf8) + [UInt8](repeating: 0xFF, count: 4000),
        Array("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".utf8) + [0, 0, 0, 4, 0, 0, 0, 0, 0] + [
            0, 0xFF, 0xFF, 9, 0, 0, 0, 0, 1,
        ],
        [UInt8](repeating: 0, count: 10_000),
        [0x16, 0x03, 0x01, 0x02, 0x00, 0x01],
    ]
}
