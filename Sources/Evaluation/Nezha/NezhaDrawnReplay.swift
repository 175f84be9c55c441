import Detection
import Foundation
import SpanSources
import Telemetry

/// Hours drawn at random from the fault-free minutes of a system: what its owners would live through while nothing is
/// wrong. Each time a minute comes it has other trace ids.
///
/// Minutes with an outbreak nobody has a name for (`EntryTraces.usualMinutes`) are not drawn; which, is said.
struct NezhaDrawnReplay: Sendable {
    /// Minutes before those that count, until looks reach back as far as they do: detection learns what the system does
    /// by itself.
    static let learning = Int(DetectionReplay.memory / .seconds(60))
    /// No minute comes again among this many.
    private static let apart = 4

    private let system: String
    private let seed: UInt64
    private let names: [String]
    private let minutes: [NezhaMinute]
    /// Which minute is played at each place; empty where there are too few to draw from.
    private let places: [Int]
    /// Says what is drawn from.
    let note: String

    /// Draws; the same seed draws the same.
    init(_ system: String, _ faultFree: NezhaFaultFreeMinutes, _ folder: URL, hours: Int, seed: UInt64) throws {
        self.system = system
        self.seed = seed
        names = faultFree.names
        minutes = try names.map { try NezhaMinute($0, in: folder) }
        var entries = EntryTraces()
        for minute in minutes { entries.add(minute.spans) }
        let usual = entries.usualMinutes().sorted()
        let isEnough = usual.count > Self.apart
        places = isEnough ? Self.drawn(usual, count: Self.learning + hours * 60, seed: seed) : []
        let left = names.indices.filter { !usual.contains($0) }.map { faultFree.names[$0] }
        note =
            "\(system): \(isEnough ? "drawn from" : "nothing drawn, there are only") \(usual.count) minutes"
            + (left.isEmpty ? "" : ", without \(left.joined(separator: ", ")) (outbreaks)")
    }

    /// Replays what was drawn and counts the cases that detection opens.
    func detection(_ configuration: EvaluationConfiguration) async throws -> EvaluationReport.DrawnHours {
        var figures = EvaluationReport.DrawnHours(system: system)
        guard !places.isEmpty else { return figures }
        let counted = NezhaReplay.range(Self.learning..<places.count)
        figures.hours = counted.duration.inSeconds / 3600
        let findings = try await ScratchStore.with(configuration.scratch) { store in
            for (place, minute) in places.enumerated() {
                // A trace that comes twice would be one trace to the store.
                let renaming = Renaming(salt: seed &* 1_000_003 &+ UInt64(place), keepsNames: true)
                try await NezhaReplay.play(minutes[minute].renamed(renaming), at: place, into: store)
                if place % 60 == 59 { configuration.progress("\(system), seed \(seed): \(place / 60 + 1) h played") }
            }
            let whole = NezhaReplay.range(0..<places.count)
            return try await DetectionReplay(source: store).findings(from: whole.start, to: whole.end)
        }
        for first in DetectionReplay.cases(findings).compactMap(\.first) {
            let isCounted = first.time >= counted.start
            if isCounted { figures.falseCases += 1 } else { figures.learningCases += 1 }
            configuration.progress(line(first, isCounted: isCounted))
        }
        return figures
    }

    /// A case's first finding and the minutes just before it.
    private func line(_ first: DetectionReplay.TimedFinding, isCounted: Bool) -> String {
        let place = Int((first.time - NezhaReplay.start).inSeconds / 60)
        let before = places.prefix(place + 1).suffix(2).map { names[$0] }.joined(separator: " and ")
        return "\(system), seed \(seed), minute \(place)\(isCounted ? "" : " (learning)"), after \(before): "
            + first.finding.explanation
    }

    /// Draws places in a list of minutes.
    private static func drawn(_ minutes: [Int], count: Int, seed: UInt64) -> [Int] {
        var random = SplitMix64(state: seed)
        var result: [Int] = []
        while result.count < count {
            let next = minutes[Int.random(in: minutes.indices, using: &random)]
            if !result.suffix(apart).contains(next) { result.append(next) }
        }
        return result
    }
}
