import Foundation
import Telemetry

/// The minutes of a system in which nothing was injected.
///
/// A minute before one fault may be a minute of another: some are faulty minutes of another case, and in some an
/// injection is told to have begun.
struct NezhaFaultFreeMinutes: Sendable {
    /// In order of time.
    private(set) var names: [String] = []
    /// Says which minutes are none although a case calls them so; empty where there are none.
    private(set) var notes: [String] = []

    /// Looks at the minutes before the faults of a system's cases.
    init(_ system: String, _ cases: [NezhaCase], _ injections: [NezhaInjection], in folder: URL) throws {
        let mine = cases.filter { $0.system == system }
        let faulty = Set(mine.flatMap { $0.fault + $0.partly })
        let replay = NezhaReplay(folder: folder)
        var injected: [String] = []
        for name in Set(mine.flatMap(\.baseline)).subtracting(faulty).filter(replay.holds).sorted() {
            let recorded = try NezhaMinute(name, in: folder).recorded
            let injection = injections.first { ($0.system ?? system) == system && $0.touches(recorded) }
            guard let injection else {
                names.append(name)
                continue
            }
            let times = injection.times.map { "\("\($0)".dropFirst(11).prefix(8))" }
            injected.append("\(name) (\(injection.what), \(times.joined(separator: " or ")))")
        }
        guard !injected.isEmpty else { return }
        notes.append(
            "\(system): no fault-free minutes, since something was injected in them: "
                + injected.joined(separator: ", "))
    }
}
