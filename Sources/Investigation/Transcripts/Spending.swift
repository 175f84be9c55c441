import LanguageModels
import Telemetry

/// What a stretch of a transcript cost.
struct Spending: Sendable, Equatable {
    var steps = 0
    var usage = TokenUsage()
    /// In US dollars; answers without a price count nothing and set `isPartlyUnknown`.
    var dollars = 0.0
    var isPartlyUnknown = false

    init(_ entries: some Sequence<TranscriptEntry>) {
        for case .answered(let answer) in entries {
            steps += 1
            usage = usage + answer.turn.usage
            if let cost = answer.cost { dollars += cost } else { isPartlyUnknown = true }
        }
    }

    var tokens: Int { usage.input + usage.output }
}
