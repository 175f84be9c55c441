import FoundationEssentials

/// Finds the functions of source files with universal-ctags, and of Swift files, which it does not know, by their braces.
struct OutlineReader: Sendable {
    /// Where ctags is looked for.
    static let searchPath = "/usr/local/bin:/usr/bin:/bin"

    /// A file's path (which tells its language) and text.
    struct Source: Sendable {
        var path: String
        var lines: [String]
    }

    /// The outline of each source, in order; empty for languages that are not known, or where ctags is not installed.
    func outlines(_ sources: [Source]) async throws(SourceHistoryError) -> [FunctionOutline] {
        let tags = try await tags(sources.map { SourceLanguage(path: $0.path) == .swift ? nil : $0 })
        return zip(sources, tags).map { source, tags in
            switch SourceLanguage(path: source.path) {
            case .swift: FunctionOutline(SwiftFunctionScanner(lines: source.lines).functions())
            case .other: FunctionOutline([])
            default: FunctionOutline(functions(tags, source))
            }
        }
    }

    private func functions(_ tags: [Tag], _ source: Source) -> [SourceFunction] {
        tags.compactMap { tag in
            guard tag.isFunction, let line = tag.line, line >= 1 else { return nil }
            let end = tag.end ?? BraceScanner.end(of: source.lines, from: line)
            guard end >= line else { return nil }
            return SourceFunction(name: tag.name ?? "", scope: tag.shortScope, lines: line...end)
        }
    }

    /// One line of ctags' interactive JSON.
    struct Tag: Decodable, Sendable {
        var _type: String
        var name: String?
        var line: Int?
        var end: Int?
        var kind: String?
        var scope: String?
        var pattern: String?

        var isFunction: Bool {
            switch kind {
            case "function", "method", "member", "func", "constructor", "generator", "getter", "setter": true
            // `const handler = (request) => {` is how TypeScript writes many of its functions.
            case "constant", "variable": pattern.map { $0.contains("=>") || $0.contains("function") } ?? false
            default: false
            }
        }

        var shortScope: String { (scope ?? "").replacing("::", with: ".") }
    }

    private func tags(_ sources: [Source?]) async throws(SourceHistoryError) -> [[Tag]] {
        var input: [UInt8] = []
        for (position, source) in sources.enumerated() {
            guard let source, SourceLanguage(path: source.path) != .other else { continue }
            let text = Array((source.lines.joined(separator: "\n") + "\n").utf8)
            let name = "\(position)." + (source.path.split(separator: ".").last.map(String.init) ?? "")
            input +=
                Array("{\"command\":\"generate-tags\",\"filename\":\"\(name)\",\"size\":\(text.count)}\n".utf8) + text
        }
        var result = [[Tag]](repeating: [], count: sources.count)
        guard !input.isEmpty, let output = await ctags(input) else { return result }
        let decoder = JSONDecoder()
        for line in output.split(separator: UInt8(ascii: "\n")) {
            guard let tag = try? decoder.decode(NumberedTag.self, from: Data(line)), let position = tag.position,
                result.indices.contains(position)
            else { continue }
            result[position].append(tag.tag)
        }
        return result
    }

    /// nil where ctags is not installed or failed: outlines are then empty, and hunks keep git's own headings.
    private func ctags(_ input: [UInt8]) async -> [UInt8]? {
        let process = ChildProcess(
            executable: "ctags",
            arguments: [
                "--options=NONE", "--_interactive", "--fields=+neSsK", "--kinds-TypeScript=*",
                "--map-TypeScript=+.tsx", "--map-JavaScript=+.mjs",
            ],
            environment: ["PATH": Self.searchPath, "LC_ALL": "C.UTF-8", "HOME": "/nonexistent"],
            input: input, outputLimit: 16_000_000, timeout: .seconds(10))
        guard let outcome = try? await process.run(), !outcome.timedOut, outcome.exitedCleanly else { return nil }
        return outcome.output
    }

    private struct NumberedTag: Decodable {
        var position: Int?
        var tag: Tag

        private enum Keys: String, CodingKey { case path }

        init(from decoder: any Decoder) throws {
            tag = try Tag(from: decoder)
            let path = try decoder.container(keyedBy: Keys.self).decodeIfPresent(String.self, forKey: .path)
            position = path.flatMap { Int($0.prefix { $0 != "." }) }
        }
    }
}
