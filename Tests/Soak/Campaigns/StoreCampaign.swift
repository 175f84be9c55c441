import Foundation

/// Ingest over OTLP/HTTP while whyd is killed at random: what was acknowledged is there once after every restart, and
/// sending again changes nothing.
enum StoreCampaign: Campaign {
    static let name = "store"
    static let deadline = (long: Duration.seconds(900), short: Duration.seconds(120))
    private static let spansPerRequest: UInt64 = 60
    private static let senders = 4

    static func run(on stage: Stage, _ notes: Notes) async throws {
        let house = try House(stage, name)
        let ledger = SpanLedger()
        var chance = stage.chance(1)
        let kills = stage.times(60, short: 8)
        var resent = 0
        for _ in 0..<kills {
            let daemon = try await house.start()
            resent += try await catchUp(stage, house, daemon, ledger, &chance)
            let delay = Duration.milliseconds(Int.random(in: 20...700, using: &chance))
            await send(to: Exporter(stage, to: daemon), ledger, killing: daemon.process, after: delay)
        }
        let daemon = try await house.start()
        resent += try await catchUp(stage, house, daemon, ledger, &chance)
        notes.require(try await daemon.process.stop(), "whyd did not end on SIGTERM")
        if let complaint = try await NumberedSpans.complaint(about: house.spans, last: ledger.last) {
            notes.fail("after SIGTERM: \(complaint)")
        }
        for file in [house.spans, house.casebook] {
            notes.require(try SQLiteFile.integrity(file) == "ok", "\(file) is damaged")
        }
        notes.count("\(kills) kills")
        notes.count("\(ledger.last) spans acknowledged and there once")
        notes.count("\(resent) requests sent again")
    }

    /// Sends again what had no answer, and some of what had; then every number must be there once.
    private static func catchUp(
        _ stage: Stage, _ house: House, _ daemon: Daemon, _ ledger: SpanLedger, _ chance: inout Chance
    ) async throws -> Int {
        let exporter = Exporter(stage, to: daemon)
        let again = ledger.uncertain + ledger.someAcknowledged(5, &chance)
        for numbers in again {
            let status = await exporter.send(NumberedSpans.request(numbers, now: .wallClock))
            guard status == 200 else {
                throw SoakFailure("sending again was answered \(status.map { "\($0)" } ?? "not at all")")
            }
            ledger.note(numbers, isAcknowledged: true)
        }
        if let complaint = try await NumberedSpans.complaint(about: house.spans, last: ledger.last) {
            throw SoakFailure("after a restart: \(complaint)")
        }
        return again.count
    }

    /// Sends from several connections until whyd is gone.
    private static func send(
        to exporter: Exporter, _ ledger: SpanLedger, killing process: ChildProcess, after delay: Duration
    ) async {
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<senders {
                group.addTask {
                    while process.isAlive {
                        let numbers = ledger.take(spansPerRequest)
                        let status = await exporter.send(NumberedSpans.request(numbers))
                        ledger.note(numbers, isAcknowledged: status == 200)
                    }
                }
            }
            try? await Task.sleep(for: delay)
            process.kill()
        }
    }
}
