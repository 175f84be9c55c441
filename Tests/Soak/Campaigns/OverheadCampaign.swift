import Synchronization
import Telemetry

/// What whyd itself adds to an investigation whose model takes two seconds a step, and how soon it asks the first time.
///
/// The short version, on a debug build, only prints the figures; the long one says where a promise is missed, which is
/// no failure: nothing was lost.
enum OverheadCampaign: Campaign {
    static let name = "overhead"
    static let deadline = (long: Duration.seconds(300), short: Duration.seconds(120))
    private static let secondsPerStep = 2.0
    private static let promisedShare = 0.02
    private static let promisedFirstRequest = 50.0

    static func run(on stage: Stage, _ notes: Notes) async throws {
        let arrivals = Mutex<[Timestamp]>([])
        let model = try ModelDouble(ModelDouble.longScript, thinkingFor: stage.isShort ? 0.2 : secondsPerStep) { _ in
            arrivals.withLock { $0.append(.wallClock) }
            return false
        }
        let house = try House(stage, name, configuration: model.configuration)
        let daemon = try await house.start()
        let exporter = Exporter(stage, to: daemon)
        let spans = UInt64(stage.times(200_000, short: 20_000))
        for first in stride(from: 1, to: spans, by: 1000) {
            guard await exporter.send(NumberedSpans.request(first..<first + 1000)) == 200 else {
                throw SoakFailure("spans were refused")
            }
        }
        let id = try await Alerts(stage, to: daemon).open(1)
        while try SQLiteFile.rows(house.casebook, query(id)).isEmpty { try await Task.sleep(for: .milliseconds(50)) }
        let times = try SQLiteFile.rows(house.casebook, query(id))[0].compactMap { Int64($0) }
        let asked = arrivals.withLock(\.self)
        let thinking = model.timeSpent / .milliseconds(1)
        let whole = milliseconds(times[2] - times[0])
        let first = milliseconds(asked[0].nanoseconds - times[1])
        let share = (whole - thinking) / (Double(asked.count) * secondsPerStep * 1000 + whole - thinking)
        notes.count("\(spans) spans")
        notes.count("\(asked.count) steps")
        notes.count(
            "whyd's own part \(tenth(whole - thinking)) ms, \(tenth(share * 100)) % beside a model of 2 s a step")
        notes.count("of it the dossier \(tenth(milliseconds(times[1] - times[0]))) ms")
        notes.count("the tools \(tenth(try toolMilliseconds(house))) ms")
        notes.count("first request \(tenth(first)) ms after the dossier")
        guard !stage.isShort else { return }
        if share >= promisedShare { notes.count("MISSED: below \(promisedShare * 100) %") }
        if first >= promisedFirstRequest { notes.count("MISSED: within \(promisedFirstRequest) ms") }
    }

    /// When the investigation began, when its dossier was there and when its report was published, in nanoseconds.
    private static func query(_ id: Int64) -> String {
        """
        SELECT i.started_ns, t.at_ns, r.updated_ns FROM investigations i
        JOIN transcript t ON t.investigation_id = i.id AND t.kind = 'opened'
        JOIN reports r ON r.investigation_id = i.id AND r.is_final WHERE i.case_id = \(id)
        """
    }

    /// From each answer to its calls' results, in all.
    private static func toolMilliseconds(_ house: House) throws -> Double {
        let entries = try SQLiteFile.rows(house.casebook, "SELECT kind, at_ns FROM transcript ORDER BY position")
        let pairs = zip(entries, entries.dropFirst()).filter { $0[0] == "answered" && $1[0] == "returned" }
        return pairs.reduce(0) { $0 + milliseconds((Int64($1.1[1]) ?? 0) - (Int64($1.0[1]) ?? 0)) }
    }

    private static func milliseconds(_ nanoseconds: Int64) -> Double { Double(nanoseconds) / 1e6 }

    private static func tenth(_ number: Double) -> Double { (number * 10).rounded() / 10 }
}
