/// How a campaign ended.
struct Outcome: Sendable {
    let name: String
    let counts: [String]
    let failures: [String]
    let reasonToSkip: String?
    let seconds: Double

    /// Runs a campaign; one that misses its deadline hung.
    init(of campaign: any Campaign.Type, on stage: Stage) async {
        let notes = Notes()
        let clock = ContinuousClock()
        let start = clock.now
        let deadline = stage.isShort ? campaign.deadline.short : campaign.deadline.long
        await withTaskGroup(of: Bool.self) { group in
            group.addTask {
                do { try await campaign.run(on: stage, notes) } catch is CancellationError {} catch {
                    notes.fail("\(error)")
                }
                return true
            }
            group.addTask {
                do { try await Task.sleep(for: deadline) } catch { return true }
                return false
            }
            if await group.next() == false { notes.fail("hung: not over after \(deadline)") }
            group.cancelAll()
        }
        name = campaign.name
        (counts, failures, reasonToSkip) = (notes.counts, notes.failures, notes.reasonToSkip)
        seconds = (clock.now - start) / .seconds(1)
    }

    /// The line people read, and a line for each thing that went wrong.
    var text: String {
        let padded = name + String(repeating: " ", count: max(1, 14 - name.count))
        if let reasonToSkip, failures.isEmpty { return "\(padded)skipped: \(reasonToSkip)" }
        let tenths = Int((seconds * 10).rounded())
        let line =
            "\(padded)\(failures.isEmpty ? "ok    " : "FAILED") \(counts.joined(separator: ", ")) (\(tenths / 10).\(tenths % 10) s)"
        return ([line] + failures.map { "  - \($0)" }).joined(separator: "\n")
    }
}
