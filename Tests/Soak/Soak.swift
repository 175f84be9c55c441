import ArgumentParser
import Foundation

/// Tries the real whyd binary hard: kills, faults, hostile input, full disks, leaks.
///
/// Prints one line per campaign; exits 1 when anything was lost, doubled, leaked or hung.
@main
struct Soak: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Try the whyd binary hard: kills, faults, hostile input, full disks, leaks.",
        discussion: "Campaigns: \(Campaigns.all.map { $0.name }.joined(separator: ", ")); all where none is named.")

    @Option(help: "The whyd to try.") var whyd = ".build/debug/whyd"
    @Flag(help: "The version of about a minute, for every run of the tests.") var short = false
    @Option(help: "Where chance begins; the same seed makes the same choices.") var seed: UInt64 = 1
    @Argument(help: "The campaigns to run.") var names: [String] = []

    func run() async throws {
        let unknown = names.filter { name in !Campaigns.all.contains { $0.name == name } }
        guard unknown.isEmpty else { throw ValidationError("there is no campaign \(unknown.joined(separator: ", "))") }
        ChildProcess.allEndWithThisProcess()
        let stage = try Stage(whyd: whyd, isShort: short, seed: seed)
        defer { stage.tidy() }
        let chosen = Campaigns.all.filter { names.isEmpty || names.contains($0.name) }
        var isGood = true
        for campaign in chosen {
            let outcome = await Outcome(of: campaign, on: stage)
            print(outcome.text)
            fflush(nil)
            isGood = isGood && outcome.failures.isEmpty
        }
        guard isGood else { throw ExitCode.failure }
    }
}
