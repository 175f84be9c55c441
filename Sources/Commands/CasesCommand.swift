import ArgumentParser
import Casebook

/// `whyd cases`: what is being and was investigated.
struct CasesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cases", abstract: "List cases, newest first.")

    @OptionGroup var house: HouseOptions

    @Option(help: "Only cases in this state: open, investigating, reported or closed.")
    var state: String?

    @Option(help: "At most this many.")
    var limit = 20

    func run() async throws {
        let wanted = try state.map { word in
            guard let state = Case.State(rawValue: word) else {
                throw CommandFailure(
                    "'\(word)' is no state; there are \(Case.State.allCases.map(\.rawValue).joined(separator: ", "))",
                    code: 2)
            }
            return state
        }
        let cases = try await house.casebook().cases(in: wanted.map { [$0] } ?? Set(Case.State.allCases), limit: limit)
        guard !cases.isEmpty else {
            print("no cases\(state.map { " in state \($0)" } ?? "") yet")
            return
        }
        var table = TextTable(headers: ["CASE", "STATE", "SEVERITY", "ONSET (UTC)", "SERVICE", "TITLE"])
        for item in cases {
            table.add([
                "\(item.id)", item.state.rawValue, item.severity.rawValue, "\(item.onset)", item.service ?? "-",
                String(item.title.prefix(80)),
            ])
        }
        print(table.text, terminator: "")
    }
}
