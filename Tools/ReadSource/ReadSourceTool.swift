import SourceHistory
public import ToolKit

/// Reads source as it was at the revision that was running.
public struct ReadSourceTool: Tool {
    /// The arguments.
    public struct Input: Decodable, Sendable {
        var service: String?
        var path: String
        var revision: String?
        var build: String?
        var function: String?
        var line: Int?
        var around: Int?
        var blame: Bool?
    }

    public let name: ToolName = "read_source"
    public let words: ToolWords
    private let locator: SourceLocator

    init(_ sources: BuildSources) {
        locator = sources.locator
        words = ToolWords(embedded: PackageResources.read_source_md)
    }

    public func run(_ input: Input, _ context: ToolContext) async throws(ToolFailure) -> ToolOutput {
        let (repository, revision, note) = try await locator.locate(
            service: input.service, build: input.build, revision: input.revision, context)
        do {
            let file = try await repository.file(input.path, at: revision)
            let range = try await lines(input, file, repository)
            let text = try await numbered(file, range, repository, withBlame: input.blame ?? false)
            let notes = [note, file.isTruncated ? "the file is longer than what was read" : nil].compactMap(\.self)
            return ToolOutput(
                summary: "\(file.path) lines \(range.lowerBound) to \(range.upperBound) of \(file.lines.count) "
                    + "at \(revision.hash)",
                sections: [.init(name: "source", content: .text(text))], backend: "git",
                isComplete: range.count == file.lines.count && !file.isTruncated, notes: notes)
        } catch let error as SourceHistoryError {
            throw ToolFailure(error)
        } catch {
            throw error as? ToolFailure ?? ToolFailure(.unavailable, "\(error)")
        }
    }

    /// The lines asked for; a whole file is shown up to 400 lines.
    private func lines(
        _ input: Input, _ file: SourceRepository.File, _ repository: SourceRepository
    ) async throws -> ClosedRange<Int> {
        let count = max(1, file.lines.count)
        if let wanted = input.function {
            let found = try await repository.function(wanted, in: file.path, at: file.revision).function
            return min(found.lines.lowerBound, count)...min(found.lines.upperBound, count)
        }
        guard let line = input.line else { return 1...min(count, 400) }
        let around = min(max(input.around ?? 40, 1), 400)
        guard line <= count else {
            throw ToolFailure(.notFound, "\(file.path) has \(count) lines at \(file.revision.short), not \(line)")
        }
        return max(1, line - around)...min(count, line + around)
    }

    private func numbered(
        _ file: SourceRepository.File, _ range: ClosedRange<Int>, _ repository: SourceRepository, withBlame: Bool
    ) async throws(SourceHistoryError) -> String {
        guard !file.lines.isEmpty else { return "" }
        let width = String(range.upperBound).count
        func row(_ number: Int) -> String {
            let digits = String(number)
            return String(repeating: " ", count: width - digits.count) + digits + "  " + file.lines[number - 1]
        }
        guard withBlame else { return range.map(row).joined(separator: "\n") }
        let blame = try await repository.blame(file.path, at: file.revision, lines: range)
        return blame.map { "\($0.revision.short) \($0.author)  \(row($0.line))" }.joined(separator: "\n")
    }
}
