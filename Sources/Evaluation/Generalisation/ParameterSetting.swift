import Analysis
import Foundation

/// One choice of localisation's parameters or signals that an evaluation tries.
struct ParameterSetting: Sendable {
    /// `shipped`, `ownTimeWeight x0.7`, `without flow`, `random 17`.
    var name: String
    var kind: Kind
    var parameters = LocalisationParameters()
    var signals = Set(LocalisationEvidence.Signal.allCases)

    enum Kind: Sendable { case shipped, single, random, signals }

    /// Signals that are computed together, under the name of the first; what is left out is left out as a group.
    static let groups: [(name: String, signals: Set<LocalisationEvidence.Signal>)] = [
        ("errorOrigin", [.errorOrigin]), ("fanOut", [.fanOut]), ("flow", [.flow, .callersStop]),
        ("logFlow", [.logFlow]),
        ("selfTime", [.selfTime, .callGap, .outgoingGap]), ("silence", [.silence]),
    ]

    /// Everything that is tried: as shipped, each parameter alone, all at random, each group of signals left out and alone.
    static func all(random count: Int = 100) -> [ParameterSetting] {
        [ParameterSetting(name: "shipped", kind: .shipped)] + singles + randoms(count) + signalChoices
    }

    private static var singles: [ParameterSetting] {
        LocalisationParameters.all.flatMap { parameter in
            [0.7, 1.3].map { factor in
                var setting = ParameterSetting(name: "\(parameter.name) x\(factor)", kind: .single)
                setting.parameters[keyPath: parameter.path] *= factor
                return setting
            }
        }
    }

    /// Each parameter between half and twice its value, all at once; the same ones in every run.
    private static func randoms(_ count: Int) -> [ParameterSetting] {
        var generator = SplitMix64(state: 20_261_126)
        return (1...max(1, count)).map { number in
            var setting = ParameterSetting(name: "random \(number)", kind: .random)
            for parameter in LocalisationParameters.all {
                setting.parameters[keyPath: parameter.path] *= exp2(Double.random(in: -1...1, using: &generator))
            }
            return setting
        }
    }

    private static var signalChoices: [ParameterSetting] {
        let every = Set(LocalisationEvidence.Signal.allCases)
        return groups.flatMap { group in
            [
                ParameterSetting(
                    name: "without \(group.name)", kind: .signals, signals: every.subtracting(group.signals)),
                ParameterSetting(name: "only \(group.name)", kind: .signals, signals: group.signals),
            ]
        }
    }
}

/// Sebastiano Vigna's SplitMix64: small, fast and the same everywhere.
struct SplitMix64: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
