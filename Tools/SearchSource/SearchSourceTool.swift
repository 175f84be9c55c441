import JSONValues
import SourceHistory
public import ToolKit

/// Finds text in the source that was running.
public struct SearchSourceTool: Tool {
    /// The arguments.
    public struct Input: Decodable, Sendable {
        var service: String?
        var text: String
        var isPattern: Bool?
        var ignoreCase: Bool?
        var path: String?
        var revision: String?
        var build: String?
        var limit: Int?

        private enum CodingKeys: String, CodingKey {
            case service, text, path, revision, build, limit
            case isPattern = "is_pattern"
            case ignoreCase = "ignore_case"
        }
    }

    public let name: ToolName = "search_source"
    public let words: ToolWords
    private let locator: SourceLocator

    init(_ sources: BuildSources) {
        locator = sources.locator
        words = ToolWords(embedded: PackageResources.search_source_md)
    }

    public func run(_ input: Input, _ context: ToolContext) async throws(ToolFailure) -> ToolOutput {
        let (repository, revision, note) = try await locator.locate(
            service: input.service, build: input.build, revision: input.revision, context)
        do {
            let found = try await repository.search(
                input.text, at: revision, isPattern: input.isPattern ?? false, ignoresCase: input.ignoreCase ?? false,
                paths: [input.path].compactMap(\.self), limit: input.limit ?? 100)
            let table = ToolTable(
                columns: [.init("path"), .init("line"), .init("text", isUntrusted: true)],
                rows: found.matches.map { [.string($0.path), .integer(Int64($0.line)), .string($0.text)] })
            return ToolOutput(
                summary: "\(found.matches.count) lines with '\(input.text.prefix(80))' in \(repository.name) "
                    + "at \(revision.hash)",
                sections: [.init(name: "matches", content: .table(table))], backend: "git",
                isComplete: !found.isTruncated,
                notes: [note, found.isTruncated ? "there are more matches; narrow the text or the path" : nil]
                    .compactMap(\.self))
        } catch {
            throw ToolFailure(error)
        }
    }
}
