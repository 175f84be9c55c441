import ArgumentParser
import JSONValues
import ToolKit

/// `whyd tools`: what investigations may call.
struct ToolsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tools", abstract: "List the tools investigations may call, or show one as a model reads it.",
        discussion: """
            Built-in tools, command tools and the tools of MCP servers. For a tool of an MCP server it prints the entry \
            that pins it to the words you have read: put it under 'tools' of the server in whyd.yaml, and whyd refuses \
            the tool once its server describes it in other words.

            Example: whyd tools query_spans
            """)

    @OptionGroup var house: HouseOptions

    @Argument(help: "A tool, to print its words and the schema of its arguments.")
    var name: String?

    func run() async throws {
        let parts = try await HouseParts.asking(try house.configuration())
        for note in parts.toolServers.notes { Terminal.standard.note(note) }
        guard let name else { return print(list(parts), terminator: "") }
        guard let tool = parts.registry.definitions.first(where: { $0.name.text == name }) else {
            throw CommandFailure("there is no tool '\(name)'; `whyd tools` lists those there are", code: 2)
        }
        print("\(tool.words.description)\n\n\(tool.words.inputSchema.prettyText)")
        if let pin = pins(parts)[name] { print("\npin: \(pin)") }
    }

    private func list(_ parts: HouseParts) -> String {
        let pins = pins(parts)
        var table = TextTable(headers: ["TOOL", "WHAT IT DOES", "PIN"])
        for tool in parts.registry.definitions {
            let words = tool.words.description.split(separator: "\n")
            let first = pins[tool.name.text] == nil ? words.first : words.dropFirst().first
            table.add([tool.name.text, String((first ?? "").prefix(90)), pins[tool.name.text] ?? "-"])
        }
        return table.text
    }

    /// By tool: the entry that pins it.
    private func pins(_ parts: HouseParts) -> [String: String] {
        var pins: [String: String] = [:]
        for (_, offer) in parts.toolServers.offers {
            for (name, hash) in offer.hashes {
                if let tool = offer.localNames[name] { pins[tool.text] = "\(name)@\(hash)" }
            }
        }
        return pins
    }
}
