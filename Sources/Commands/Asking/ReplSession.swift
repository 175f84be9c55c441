import Casebook
import Foundation
import Investigation
import ToolKit

/// What the lines of a REPL do.
struct ReplSession: Sendable {
    /// The commands, in alphabetical order.
    static let commands: [(name: String, words: String)] = [
        ("/help", "show this list"),
        ("/new", "forget what was said and begin anew"),
        ("/quit", "leave (so does Ctrl-D)"),
        ("/reports", "list the newest reports"),
        ("/tools", "list the tools that answer questions"),
    ]

    let parts: HouseParts
    let conversation: Conversation
    let terminal = Terminal.standard

    /// Does what a line asks for; false to leave.
    func handle(_ line: String, interrupts: Interrupts) async -> Bool {
        let line = line.trimmingCharacters(in: .whitespacesAndNewlines)
        switch line {
        case "": break
        case "/help":
            for command in Self.commands {
                let name = command.name.padding(toLength: 10, withPad: " ", startingAt: 0)
                terminal.line("  \(terminal.styled(name, .cyan))\(command.words)")
            }
        case "/new": await conversation.restart()
        case "/quit", "/exit": return false
        case "/reports": await listReports()
        case "/tools":
            for tool in parts.registry.definitions {
                let first = tool.words.description.split(separator: "\n").first ?? ""
                terminal.line("  \(terminal.styled(tool.name.text, .cyan))  \(first)")
            }
        default:
            if line.hasPrefix("/") {
                terminal.line("there is no \(line.split(separator: " ")[0]); /help lists what there is")
            } else {
                await ask(line, interrupts)
            }
        }
        return true
    }

    private func listReports() async {
        do {
            for report in try await parts.casebook.reports(limit: 10) {
                terminal.line("  \(report.id)  \(report.createdAt)  \(report.title)")
            }
        } catch {
            terminal.line(terminal.styled("\(error)", .red))
        }
    }

    /// Asks while listening for Ctrl-C, which stops the run; what it had stays in the transcript.
    private func ask(_ question: String, _ interrupts: Interrupts) async {
        let printer = ProgressPrinter(terminal)
        await withTaskGroup(of: Bool.self) { group in
            group.addTask {
                do {
                    let report = try await conversation.ask(question) { event in printer.show(event) }
                    terminal.line(ReportPrinting.answer(report, isSaid: printer.hasSaid(report.answer)))
                } catch {
                    terminal.line(terminal.styled("\(error)", .red))
                }
                return true
            }
            group.addTask {
                for await _ in interrupts.next() { return false }
                return true
            }
            if await group.next() == false { terminal.line("stopped; what was found so far is kept") }
            group.cancelAll()
        }
    }
}
