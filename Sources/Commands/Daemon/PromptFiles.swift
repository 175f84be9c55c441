import Foundation
import Prompts

extension PromptLibrary {
    /// The embedded prompts with what a directory replaces, and the team's runbooks under `runbooks/` of it.
    ///
    /// - Throws: `CommandFailure` for a file that is no prompt or runbook, by name.
    init(directory: String?) throws {
        guard let directory else {
            self = .embedded
            return
        }
        let overrides = try Self.files(directory)
        if let unknown = overrides.keys.sorted().first(where: { !Self.names.contains($0) }) {
            throw CommandFailure(
                "prompts: \(directory)/\(unknown).md replaces nothing; there are \(Self.names.joined(separator: ", "))",
                code: 2)
        }
        do throws(PromptError) {
            var runbooks: [Runbook] = []
            for (name, file) in Self.runbookFiles(directory) { runbooks.append(try Runbook(name: name, file: file)) }
            self.init(overrides: overrides, runbooks: runbooks)
            for name in overrides.keys { _ = try prompt(name) }
        } catch {
            throw CommandFailure("prompts: \(directory): \(error)", code: 2)
        }
    }

    private static func runbookFiles(_ directory: String) -> [String: String] {
        (try? files(directory + "/runbooks")) ?? [:]
    }

    /// The Markdown files of a directory by name.
    private static func files(_ directory: String) throws -> [String: String] {
        var files: [String: String] = [:]
        for file in try FileManager.default.contentsOfDirectory(atPath: directory) where file.hasSuffix(".md") {
            files[String(file.dropLast(3))] = try String(contentsOfFile: "\(directory)/\(file)", encoding: .utf8)
        }
        return files
    }
}
