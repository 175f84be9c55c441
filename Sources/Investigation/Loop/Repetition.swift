import LanguageModels

/// Finds a run that turns in circles.
struct Repetition {
    private let entries: ArraySlice<TranscriptEntry>
    /// Fingerprints of the calls of tools that gather evidence.
    private let calls: [Transcript.PastCall]

    init(_ entries: ArraySlice<TranscriptEntry>) {
        self.entries = entries
        calls = Transcript.calls(in: entries).filter { !LoopTools.concluding.contains($0.call.name) }
    }

    /// A nudge for each kind of circle once, then the tools go.
    var verdict: LoopGuards.Verdict {
        for (count, mild, hard, words) in [
            (timesLastCallWasMade, 2, 4, "That call was made before; its stored result came back. Ask something new."),
            (alternations, 4, 6, "You go back and forth between two calls. Test a hypothesis you have not tested yet."),
            (
                errorStreak, 3, 6,
                "The last calls all failed. Read the errors, use the names they give, or ask another tool."
            ),
            (stepsWithoutNews, 4, 7, "The last steps brought no new evidence. Decide what is still open, or conclude."),
        ] {
            if count >= hard { return .withdraw(words) }
            if count >= mild, !wasSaid(words) { return .nudge(words) }
        }
        return .proceed
    }

    private var timesLastCallWasMade: Int {
        guard let last = calls.last else { return 0 }
        return calls.count { $0.fingerprint == last.fingerprint }
    }

    /// Length of the tail A-B-A-B, where A and B differ.
    private var alternations: Int {
        let prints = calls.map(\.fingerprint)
        guard prints.count >= 4, prints[prints.count - 1] != prints[prints.count - 2] else { return 0 }
        var length = 2
        while length < prints.count, prints[prints.count - 1 - length] == prints[prints.count + 1 - length] {
            length += 1
        }
        return length
    }

    private var errorStreak: Int { calls.reversed().prefix { $0.returned.result.isError }.count }

    /// Steps at the end that called tools and stored no evidence; steps that only kept the ledger do not count.
    private var stepsWithoutNews: Int {
        var count = 0
        for entry in entries.reversed() {
            guard case .returned(let results) = entry else { continue }
            let gathering = results.filter { !LoopTools.concluding.contains($0.result.name) }
            if gathering.isEmpty { continue }
            if gathering.contains(where: { $0.evidence != nil && !$0.isRepeat }) { break }
            count += 1
        }
        return count
    }

    private func wasSaid(_ words: String) -> Bool {
        entries.contains { if case .told(let text, .nudge) = $0 { text == words } else { false } }
    }
}
