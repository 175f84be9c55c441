import Foundation
import ToolKit
import Tools

/// The command tools a configuration switches on: shipped ones by name, and every file of a directory of one's own.
enum CommandTools {
    /// Reads and validates them.
    ///
    /// - Throws: `CommandFailure` with file and line for a file that is wrong, or an unknown name.
    static func load(_ configuration: Configuration, environment: [String: String]) throws -> [AnyTool] {
        var tools: [CommandTool] = []
        do {
            for name in configuration.commandTools {
                guard let tool = try ShippedCommandTools.tool(name) else {
                    throw CommandFailure(
                        "command_tools: there is no '\(name)'; there are \(ShippedCommandTools.names.joined(separator: ", "))",
                        code: 2)
                }
                tools.append(tool)
            }
            tools += try own(configuration.toolsDirectory)
        } catch let error as CommandFileError {
            throw CommandFailure("\(error)", code: 2)
        }
        for tool in tools {
            let missing = tool.missingPrograms(path: environment["PATH"] ?? "")
            guard missing.isEmpty else {
                throw CommandFailure(
                    "tool \(tool.name) needs \(missing.joined(separator: ", ")), not found in PATH", code: 2)
            }
        }
        return tools.map { $0.tool(environment: environment) }
    }

    private static func own(_ directory: String?) throws -> [CommandTool] {
        guard let directory else { return [] }
        let files = try FileManager.default.contentsOfDirectory(atPath: directory)
        return try files.filter { $0.hasSuffix(".yaml") }.sorted().map { file in
            let path = "\(directory)/\(file)"
            return try CommandFile(path).tool(yaml: String(contentsOfFile: path, encoding: .utf8))
        }
    }
}
