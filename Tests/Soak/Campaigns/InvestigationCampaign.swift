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
        var daemon = try await house.start(life: reaper.beginLife(saved: [:]), reaper.watch)
        _ = await Exporter(stage, to: daemon).send(NumberedSpans.request(1..<2000))
        var cases: [Int64] = []
        var plan = KillPlan(stage)
        while let chosen = plan.next(after: reaper.kills) {
            reaper.begin(chosen)
            let id = try await open(cases.count + 1, stage, house, &daemon, reaper)
            cases.append(id)
            let isDelivered = chosen.contains(.searching) || chosen.contains(.commented)
            try await finish(
                isDelivered
                    ? "SELECT 1 FROM deliveries JOIN reports ON reports.id = report_id WHERE case_id = \(id) AND state = 'delivered'"
                    : "SELECT 1 FROM reports WHERE case_id = \(id) AND is_final", house, &daemon, reaper)
        }
        reaper.begin([])
        try await finish(
            "SELECT 1 WHERE NOT EXISTS (SELECT 1 FROM deliveries WHERE state = 'pending')", house, &daemon, reaper)
        daemon.process.kill()
        for alert in 1...cases.count {
            for complaint in reaper.payments.complaints(ofAlert: alert) { notes.fail("alert \(alert): \(complaint)") }
        }
        try judge(house, cases, tickets, notes)
        notes.count("\(reaper.kills) kills")
        notes.count("\(cases.count) cases with one report and one comment each")
        notes.count("\(reaper.payments.repeated) answers in flight asked for again")
    }

    /// Starts whyd, again where it was killed while it started.
    private static func start(_ house: House, _ reaper: Reaper) async throws -> Daemon {
        while true {
            let kills = reaper.kills
            do {
                return try await house.start(life: reaper.beginLife(saved: saved(house)), reaper.watch)
            } catch {
                guard reaper.kills > kills else { throw error }
            }
        }
    }

    /// How many answers of each alert's case are saved.
    private static func saved(_ house: House) throws -> [Int: Int] {
        let rows = try SQLiteFile.rows(
            house.casebook,
            """
            SELECT question, count(*) FROM investigations JOIN transcript ON investigation_id = id
            WHERE kind = 'answered' GROUP BY 1
            """)
        return Dictionary(rows.compactMap { row in Alerts.number(in: row[0]).map { ($0, Int(row[1]) ?? 0) } }) { $1 }
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
