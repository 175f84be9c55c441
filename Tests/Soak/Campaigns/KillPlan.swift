/// Where each case's daemons are killed: every boundary first, then by chance, until there were enough kills.
///
/// A case that cost five daemons their life is left alone, so each gets fewer.
struct KillPlan {
    private var first: [[Reaper.Point]]
    private var chance: Chance
    private let kills: Int

    init(_ stage: Stage) {
        chance = stage.chance(2)
        kills = stage.times(200, short: 16)
        first = (0..<3).flatMap { shift in
            [(0..<3).map { Self.boundary(of: $0, ($0 + shift) % 3) }, [Self.boundary(of: 3, shift)]]
        }
        // A killed delivery waits for its claim to run out, a minute: too long for the short version.
        if !stage.isShort { first += [[.searching], [.commented], [.answered(step: 3, milliseconds: 0), .commented]] }
        first.reverse()
    }

    /// The points of the next case; nil once there were enough kills.
    mutating func next(after kills: Int) -> [Reaper.Point]? {
        if let boundaries = first.popLast() { return boundaries }
        guard kills < self.kills else { return nil }
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
        return Array(points.prefix(4))
    }

    private static func boundary(of step: Int, _ kind: Int) -> Reaper.Point {
        switch kind {
        case 0: .asked(step: step)
        case 1: .answered(step: step, milliseconds: 0)
        default: .answered(step: step, milliseconds: 15)
        }
    }
}
