import LanguageModels
import Synchronization
import TestSupport

/// A provider that fails in every way there is: each investigation ends in a report, in time.
enum ModelFaultCampaign: Campaign {
    static let name = "model-faults"
    static let deadline = (long: Duration.seconds(900), short: Duration.seconds(180))
    /// The budget of time of an investigation, in seconds: what bounds a stall.
    private static let budget = 6

    static func run(on stage: Stage, _ notes: Notes) async throws {
        let dialects = stage.isShort ? Array(Dialects.all.prefix(1)) : Dialects.all
        var slowest = Duration.zero
        var steps = 0
        for dialect in dialects {
            let fault = Mutex(ModelFault.stall)
            let server = try LoopbackServer { _ in fault.withLock(\.self).reply(in: dialect) }
            let house = try House(stage, "\(name)-\(dialect.name)", configuration: configuration(dialect, server))
            let daemon = try await house.start()
            _ = await Exporter(stage, to: daemon).send(NumberedSpans.request(1..<500))
            for (number, kind) in ModelFault.allCases.enumerated() {
                fault.withLock { $0 = kind }
                let start = ContinuousClock.now
                let id = try await Alerts(stage, to: daemon).open(number + 1)
                if try await isReported(id, house) {
                    slowest = max(slowest, ContinuousClock.now - start)
                } else {
                    notes.fail("\(dialect.name), \(kind.rawValue): no report; whyd's last words: \(daemon.lastWords)")
                }
            }
            steps += server.requests.count
            server.stop()
            notes.require(daemon.process.isAlive, "whyd died; its last words: \(daemon.lastWords)")
        }
        notes.count(
            "\(ModelFault.allCases.count) faults, each with a report (\(dialects.map(\.name).joined(separator: ", ")))")
        notes.count("\(steps) requests")
        notes.count("the slowest took \(Int((slowest / .milliseconds(1)).rounded())) ms")
    }

    private static func configuration(_ dialect: any WireDialect, _ server: LoopbackServer) -> String {
        """
        budget:
          time: \(budget)s
        models:
          - provider: \(dialect.configuration.rawValue)
            model: double
            base_url: \(server.url)
        """
    }

    /// Waits a few times the budget.
    private static func isReported(_ id: Int64, _ house: House) async throws -> Bool {
        let end = ContinuousClock.now + .seconds(5 * budget)
        while ContinuousClock.now < end {
            let report = try SQLiteFile.rows(
                house.casebook, "SELECT 1 FROM reports WHERE case_id = \(id) AND is_final")
            if !report.isEmpty { return true }
            try await Task.sleep(for: .milliseconds(30))
        }
        return false
    }
}
