/// Kills whyd at every step boundary of an investigation and at random: it resumes, no step is paid twice beyond the one
/// in flight, each case has one report, and each report is delivered once.
enum InvestigationCampaign: Campaign {
    static let name = "investigation"
    static let deadline = (long: Duration.seconds(1500), short: Duration.seconds(180))

    static func run(on stage: Stage, _ notes: Notes) async throws {
        let reaper = Reaper()
        let model = try ModelDouble(asked: reaper.asked)
        let tickets = try TicketDouble(reaped: reaper.reached)
        let house = try House(stage, name, configuration: "\(model.configuration)\n\(tickets.configuration)")
        var daemon = try await house.start(reaper.watch)
        _ = await Exporter(stage, to: daemon).send(NumberedSpans.request(1..<2000))
        var cases: [Int64] = []
        for chosen in plan(stage) {
            let number = cases.count + 1
            let id = try await open(number, stage, house, &daemon, reaper)
            cases.append(id)
            reaper.begin(chosen)
            let isDelivered = chosen.contains(.searching) || chosen.contains(.commented)
            try await finish(
                isDelivered
                    ? "SELECT 1 FROM deliveries JOIN reports ON reports.id = report_id WHERE case_id = \(id) AND state = 'delivered'"
                    : "SELECT 1 FROM reports WHERE case_id = \(id) AND is_final", house, &daemon, reaper)
            let overpaid = reaper.overpaid
            notes.require(overpaid == 0, "case \(id), killed at \(chosen): \(overpaid) answers too many were paid")
        }
        try await finish(
            "SELECT 1 WHERE NOT EXISTS (SELECT 1 FROM deliveries WHERE state = 'pending')", house, &daemon, reaper)
        daemon.process.kill()
        try judge(house, cases, tickets, notes)
        notes.count("\(reaper.kills) kills")
        notes.count("\(cases.count) cases with one report and one comment each")
    }

    /// Where each case's daemons are killed: every boundary first, then by chance.
    ///
    /// A case that cost five daemons their life is left alone, so each gets fewer.
    private static func plan(_ stage: Stage) -> [[Reaper.Point]] {
        var chance = stage.chance(2)
        var plan = (0..<3).flatMap { shift in
            [(0..<3).map { boundary(of: $0, ($0 + shift) % 3) }, [boundary(of: 3, shift)]]
        }
        // A killed delivery waits for its claim to run out, a minute: too long for the short version.
        if !stage.isShort { plan += [[.searching], [.commented], [.answered(step: 3, milliseconds: 0), .commented]] }
        while plan.joined().count < stage.times(200, short: 16) {
            var points: [Reaper.Point] = []
            if Bool.random(using: &chance) {
                points.append(.after(milliseconds: Int.random(in: 0...900, using: &chance)))
            }
            for step in ModelDouble.script.indices where Bool.random(using: &chance) {
                points.append(
                    Bool.random(using: &chance)
                        ? .asked(step: step)
                        : .answered(step: step, milliseconds: Int.random(in: 0...60, using: &chance)))
            }
            plan.append(Array(points.prefix(4)))
        }
        return plan
    }

    private static func boundary(of step: Int, _ kind: Int) -> Reaper.Point {
        switch kind {
        case 0: .asked(step: step)
        case 1: .answered(step: step, milliseconds: 0)
        default: .answered(step: step, milliseconds: 15)
        }
    }

    /// Starts whyd, again where it was killed while it started.
    private static func start(_ house: House, _ reaper: Reaper) async throws -> Daemon {
        while true {
            let kills = reaper.kills
            do {
                return try await house.start(reaper.watch)
            } catch {
                guard reaper.kills > kills else { throw error }
            }
        }
    }

    /// Files an alert, again where a late kill met it; the same alert twice is one case.
    private static func open(
        _ number: Int, _ stage: Stage, _ house: House, _ daemon: inout Daemon, _ reaper: Reaper
    ) async throws -> Int64 {
        while true {
            do {
                return try await Alerts(stage, to: daemon).open(number, ticket: "github:soak/shop#\(number)")
            } catch {
                guard !daemon.process.isAlive else { throw error }
                daemon = try await start(house, reaper)
            }
        }
    }

    /// Waits until the casebook answers the query with a row, starting whyd again whenever it was killed.
    private static func finish(_ query: String, _ house: House, _ daemon: inout Daemon, _ reaper: Reaper) async throws {
        let end = ContinuousClock.now + .seconds(100)
        while ContinuousClock.now < end {
            if !daemon.process.isAlive {
                daemon = try await start(house, reaper)
            }
            if try !SQLiteFile.rows(house.casebook, query).isEmpty { return }
            try await Task.sleep(for: .milliseconds(30))
        }
        throw SoakFailure("\(query) stayed without an answer; whyd's last words: \(daemon.lastWords)")
    }

    private static func judge(_ house: House, _ cases: [Int64], _ tickets: TicketDouble, _ notes: Notes) throws {
        notes.require(try SQLiteFile.integrity(house.casebook) == "ok", "whyd.db is damaged")
        let reports = try SQLiteFile.rows(
            house.casebook, "SELECT case_id, count(*), sum(is_final) FROM reports GROUP BY case_id")
        notes.require(reports.count == cases.count, "\(cases.count) cases have \(reports.count) reports")
        for report in reports where report.dropFirst() != ["1", "1"] {
            notes.fail("case, reports, final ones: \(report)")
        }
        let doubled = try SQLiteFile.rows(
            house.casebook, "SELECT case_id FROM investigations GROUP BY case_id HAVING count(*) > 1")
        notes.require(doubled.isEmpty, "begun anew instead of resumed: \(doubled)")
        let counts = tickets.counts
        notes.require(counts.count == cases.count, "\(counts.count) of \(cases.count) tickets have a comment")
        for (ticket, count) in counts where count != 1 { notes.fail("\(ticket) has \(count) comments") }
    }
}
