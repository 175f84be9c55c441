import Foundation

/// How much of a result hangs on parameters that were chosen with the same cases in view.
struct Generalisation: Sendable {
    /// One case under every setting, in the order of `settings`.
    struct Row: Sendable {
        var system: String
        var service: String
        var ranks: [Int?]
    }

    let settings: [ParameterSetting]
    var rows: [Row] = []

    init(_ settings: [ParameterSetting]) { self.settings = settings }

    /// Ranks where the setting is chosen without the cases of the service that is being judged.
    ///
    /// For each service in turn, the random setting with the best mean reciprocal rank over all *other* services'
    /// cases is applied to its own; the shipped setting, which was chosen by people who saw all cases, does not take part.
    /// Of equally good settings the first counts, and their order is random.
    func leavingServicesOut() -> [(system: String, rank: Int?)] {
        let candidates = settings.indices.filter { settings[$0].kind == .random }
        return rows.map { row in
            let others = rows.filter { $0.service != row.service || $0.system != row.system }
            let best = candidates.max { left, right in
                let (a, b) = (Self.score(others, left), Self.score(others, right))
                return a != b ? a < b : left > right
            }
            return (row.system, best.flatMap { row.ranks[$0] })
        }
    }

    private static func score(_ rows: [Row], _ setting: Int) -> Double {
        RankScore(rows.map { $0.ranks[setting] }).meanReciprocalRank
    }

    /// The lines of a report, one block per system.
    func lines(_ name: String) -> [String] {
        Set(rows.map(\.system)).sorted().flatMap { system in
            lines("\(name)/\(system)", rows.filter { $0.system == system })
        }
    }

    private func lines(_ name: String, _ mine: [Row]) -> [String] {
        func score(_ setting: Int, _ rows: [Row]) -> RankScore { RankScore(rows.map { $0.ranks[setting] }) }
        let shipped = settings.firstIndex { $0.kind == .shipped } ?? 0
        let singles = settings.indices.filter { settings[$0].kind == .single }
        let randoms = settings.indices.filter { settings[$0].kind == .random }
        let jackknife = Set(mine.map(\.service)).map { service in
            score(shipped, mine.filter { $0.service != service }).top(1)
        }
        let moved = singles.filter { score($0, mine).top(1) != score(shipped, mine).top(1) }
            .sorted { score($0, mine).top(1) < score($1, mine).top(1) }
        let sensitive = moved.prefix(5).map { "\(settings[$0].name) \(Self.percent(score($0, mine).top(1)))" }
        return [
            "\(name), generalisation (localisation alone): \(mine.count) cases of \(jackknife.count) services",
            "  each parameter x0.7 and x1.3: top-1 \(Self.range(singles.map { score($0, mine).top(1) })), "
                + "top-3 \(Self.range(singles.map { score($0, mine).top(3) })); \(moved.count) of \(singles.count) move "
                + "top-1" + (sensitive.isEmpty ? "" : ", most: \(sensitive.joined(separator: ", "))"),
            "  all parameters at random, half to twice: top-1 \(Self.range(randoms.map { score($0, mine).top(1) })), "
                + "top-3 \(Self.range(randoms.map { score($0, mine).top(3) })) over \(randoms.count) draws",
            "  jackknife, one service's cases left out of the count: top-1 \(Self.range(jackknife))",
        ]
    }

    private static func percent(_ value: Double) -> String { String(format: "%.0f", value) }

    /// `80-95, median 90`.
    private static func range(_ values: [Double]) -> String {
        let sorted = values.sorted()
        guard let least = sorted.first, let most = sorted.last else { return "-" }
        return "\(percent(least))-\(percent(most)), median \(percent(sorted[sorted.count / 2]))"
    }
}
