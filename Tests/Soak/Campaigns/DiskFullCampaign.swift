import Foundation
import JSONValues
import OutboundHTTP

/// A data directory on a disk that fills up: requests are refused instead of lost, all goes on once there is room, and
/// nothing that was acknowledged is missing.
enum DiskFullCampaign: Campaign {
    static let name = "disk-full"
    static let deadline = (long: Duration.seconds(300), short: Duration.seconds(120))

    static func run(on stage: Stage, _ notes: Notes) async throws {
        let room = try stage.room("\(name)/data")
        guard let disk = try await SmallDisk(megabytes: 48, at: room.path, log: try stage.room(name).path) else {
            return notes.skip("a file system cannot be mounted here (it takes root and mount namespaces)")
        }
        var house = try House(stage, name)
        house.prefix = disk.prefix
        var daemon = try await house.start()
        let ledger = SpanLedger()
        try await send(40, from: ledger, to: Exporter(stage, to: daemon))
        let early = try await Alerts(stage, to: daemon).open(1)
        try await untilReported(early, stage, daemon)

        try disk.fill()
        let refused = try await fillUp(ledger, Exporter(stage, to: daemon), notes)
        let alert = try? await Alerts(stage, to: daemon).open(2)
        notes.require(daemon.process.isAlive, "whyd died of a full disk; its last words: \(daemon.lastWords)")

        try disk.empty()
        try await send(ledger.uncertain, ledger, Exporter(stage, to: daemon))
        let late = try await Alerts(stage, to: daemon).open(3)
        daemon.process.kill()
        daemon = try await house.start()
        for id in [early, late] + (alert.map { [$0] } ?? []) { try await untilReported(id, stage, daemon) }
        notes.require(try await daemon.process.stop(), "whyd did not end on SIGTERM")
        let files = try disk.copy(to: stage.room("\(name)-after"))
        for file in files { notes.require(try SQLiteFile.integrity(file) == "ok", "\(file) is damaged") }
        if let complaint = try await NumberedSpans.complaint(about: files[0], last: ledger.last) {
            notes.fail(complaint)
        }
        notes.count("\(refused) requests refused while the disk was full")
        notes.count("\(ledger.last) spans acknowledged and there once")
        notes.count("cases intact")
    }

    /// Sends until whyd has refused a few; every other answer than 200 must be a refusal.
    private static func fillUp(_ ledger: SpanLedger, _ exporter: Exporter, _ notes: Notes) async throws -> Int {
        var refused = 0
        for _ in 0..<4000 where refused < 20 {
            let numbers = ledger.take(200)
            let status = await exporter.send(NumberedSpans.request(numbers))
            ledger.note(numbers, isAcknowledged: status == 200)
            if status == 503 { refused += 1 }
            notes.require(
                status == 200 || status == 503, "a full disk was answered \(status.map { "\($0)" } ?? "not at all")")
        }
        notes.require(refused > 0, "the disk did not fill up")
        return refused
    }

    private static func send(_ requests: Int, from ledger: SpanLedger, to exporter: Exporter) async throws {
        try await send((0..<requests).map { _ in ledger.take(200) }, ledger, exporter)
    }

    /// Sends each, again and again for a while where it is refused.
    private static func send(_ requests: [Range<UInt64>], _ ledger: SpanLedger, _ exporter: Exporter) async throws {
        let end = ContinuousClock.now + .seconds(30)
        for numbers in requests {
            while await exporter.send(NumberedSpans.request(numbers)) != 200 {
                guard ContinuousClock.now < end else { throw SoakFailure("with room on the disk, whyd refuses still") }
                try await Task.sleep(for: .milliseconds(200))
            }
            ledger.note(numbers, isAcknowledged: true)
        }
    }

    /// Waits for a case's report, as the API shows it.
    private static func untilReported(_ id: Int64, _ stage: Stage, _ daemon: Daemon) async throws {
        let end = ContinuousClock.now + .seconds(90)
        while ContinuousClock.now < end {
            let answer = try await stage.client.send(HTTPRequest(.get, "\(daemon.webURL)/api/reports"))
            let reports = try JSONValue(parsing: answer.body)["reports"]?.array ?? []
            if reports.contains(where: { $0["case"]?.integer == id && $0["is_final"] == true }) { return }
            try await Task.sleep(for: .milliseconds(50))
        }
        throw SoakFailure("case \(id) has no report; whyd's last words: \(daemon.lastWords)")
    }
}
