import JSONValues
import LanguageModels
import Telemetry
import Testing
import ToolKit

@testable import Investigation

/// Writes transcripts by hand and asks the guards about them.
struct GuardTests {
    private static func entries(_ steps: [(name: String, argument: Int, isNew: Bool, isError: Bool)])
        -> [TranscriptEntry]
    {
        steps.enumerated().flatMap { position, step -> [TranscriptEntry] in
            let call = ToolCall(id: "c\(position)", name: step.name, arguments: ["n": .integer(Int64(step.argument))])
            return [
                answered([.toolCall(call)]),
                .returned([
                    .init(
                        result: ToolCallResult(callID: call.id, name: step.name, content: "", isError: step.isError),
                        evidence: step.isNew ? EvidenceID(position + 2) : nil, isRepeat: !step.isNew,
                        endedAt: Shop.onset)
                ]),
            ]
        }
    }

    private static func answered(
        _ blocks: [ModelTurn.Block] = [], tokens: Int = 100, cost: Double = 0.01
    ) -> TranscriptEntry {
        .answered(
            .init(
                turn: ModelTurn(blocks: blocks, stop: .toolCalls, usage: TokenUsage(input: tokens)),
                model: ModelIdentity(provider: "anthropic", model: "m"), cost: cost, endedAt: Shop.onset))
    }

    private func verdict(
        _ entries: [TranscriptEntry], budget: Budget = Budget(), after seconds: Int = 60
    ) -> LoopGuards.Verdict {
        LoopGuards(budget: budget, now: Shop.onset + .seconds(seconds))
            .verdict(entries[...], startedAt: Shop.onset)
    }

    @Test func `a run that brings news goes on`() {
        #expect(verdict(Self.entries([("a", 1, true, false), ("b", 2, true, false)])) == .proceed)
    }

    @Test func `the same call again is advised against and then ends the gathering`() {
        let twice = Self.entries([("a", 1, true, false), ("a", 1, false, false)])
        guard case .nudge(let words) = verdict(twice) else {
            Issue.record("no nudge")
            return
        }
        #expect(verdict(twice + [.told(words, .nudge)]) == .proceed)
        let more = Self.entries(Array(repeating: ("a", 1, false, false), count: 4))
        guard case .withdraw = verdict(more) else {
            Issue.record("not withdrawn")
            return
        }
    }

    @Test func `going back and forth is seen`() {
        let back = Self.entries([
            ("a", 1, true, false), ("b", 2, true, false), ("a", 1, true, false), ("b", 2, true, false),
        ])
        guard case .nudge = verdict(back) else {
            Issue.record("no nudge")
            return
        }
    }

    @Test func `a streak of errors is seen`() {
        let errors = Self.entries([("a", 1, false, true), ("a", 2, false, true), ("a", 3, false, true)])
        guard case .nudge(let words) = verdict(errors) else {
            Issue.record("no nudge")
            return
        }
        #expect(words.contains("failed"))
    }

    @Test func `steps without new evidence are seen, keeping the ledger does not count`() {
        let idle = (1...4).map { ("read_evidence", $0, false, false) }
        guard case .nudge(let words) = verdict(Self.entries(idle)) else {
            Issue.record("no nudge")
            return
        }
        #expect(words.contains("no new evidence"))
        #expect(verdict(Self.entries((1...4).map { ("hypotheses", $0, false, false) })) == .proceed)
    }

    @Test func `steps run out in three stages`() {
        let budget = Budget(steps: 8)
        func steps(_ count: Int) -> [TranscriptEntry] { Self.entries((0..<count).map { ("a", $0, true, false) }) }
        #expect(verdict(steps(5), budget: budget) == .proceed)
        #expect(verdict(steps(6), budget: budget) == .withdraw("three quarters of the steps are used"))
        #expect(verdict(steps(7), budget: budget) == .lastStep("one step is left"))
        #expect(verdict(steps(8), budget: budget) == .stop("all 8 steps are used"))
    }

    @Test(arguments: [(70, "proceed"), (76, "withdraw"), (91, "lastStep"), (100, "stop")])
    func `tokens, money and time run out likewise`(_ share: Int, _ expected: String) {
        let part = Double(share) / 100
        let verdicts = [
            verdict([Self.answered(tokens: share * 10)], budget: Budget(tokens: 1000)),
            verdict([Self.answered(cost: part)], budget: Budget(dollars: 1)),
            verdict([Self.answered()], budget: Budget(seconds: 100), after: share),
        ]
        for verdict in verdicts { #expect("\(verdict)".hasPrefix(expected), "\(verdict)") }
    }

    @Test func `after the withdrawal three steps are left to conclude`() {
        let told = [TranscriptEntry.told("", .withdrawal)]
        #expect(verdict(told + Self.entries([("hypotheses", 1, false, false)])) == .proceed)
        let three = told + Self.entries((1...3).map { ("hypotheses", $0, false, false) })
        #expect(verdict(three) == .lastStep("no report came after the tools were withdrawn"))
    }
}
