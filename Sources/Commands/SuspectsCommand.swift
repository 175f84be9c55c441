import ArgumentParser
import Casebook
import Investigation
import LanguageModels

/// `whyd suspects --case N`: what could have caused a case, with the reason for each rank.
struct SuspectsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "suspects", abstract: "Rank the changes that could have caused a case.",
        discussion: """
            Commits between the build that shows the fault and the one before, dependencies and configuration among them, \
            and the flags that the fault follows inside one build. The order is the report's and the tools': blame of the \
            lines that failed, stack frames, operations that got worse, shared words, time. It can say none of these.

                whyd suspects --case 3
            """)

    @OptionGroup var house: HouseOptions

    @Option(name: .customLong("case"), help: "The case's number, as `whyd cases` lists it.")
    var caseID: Int64

    @Option(help: "At most this many.")
    var limit = 10

    func run() async throws {
        let configuration = try house.configuration()
        let parts = try await HouseParts.reading(configuration)
        guard let item = try await parts.casebook.findCase(caseID) else {
            throw CommandFailure("there is no case \(caseID); `whyd cases` lists those there are", code: 2)
        }
        // The window of the case's investigation where there was one, so that both speak of the same spans.
        let known = try await parts.casebook.plans(ofCase: caseID).first
        let signals = try await parts.casebook.signals(ofCase: caseID)
        let plan =
            known ?? CasePlan(configuration: configuration).plan(for: item, signals: signals, now: WallClock.now())
        let (found, notes) = await parts.dossiers.suspects(for: plan)
        await parts.close()
        print("case \(item.id): \(item.title)\n")
        print(Self.text(found, limit: limit), terminator: "")
        for note in notes { print("note: \(note)") }
    }

    static func text(_ found: SuspectTable, limit: Int) -> String {
        guard !found.rows.isEmpty else {
            return "none: \(found.noneReason ?? "there is no change to suspect")\n"
        }
        var table = TextTable(headers: ["RANK", "SCORE", "KIND", "NAME", "WHERE", "TITLE AND REASON"])
        for (index, row) in found.rows.prefix(limit).enumerated() {
            let suspect = row.suspect
            let place = suspect.file.map { file in suspect.line.map { "\(file):\($0)" } ?? file } ?? "-"
            let words = [suspect.title.map { String($0.prefix(70)) }, suspect.reason.isEmpty ? nil : suspect.reason]
            table.add([
                "\(index + 1)", String((row.score * 100).rounded() / 100), row.kind, String(suspect.name.prefix(24)),
                place,
                words.compactMap(\.self).joined(separator: "; "),
            ])
        }
        let none = found.noneReason.map { "none of these: \($0)\n\n" } ?? ""
        return none + table.text
    }
}
