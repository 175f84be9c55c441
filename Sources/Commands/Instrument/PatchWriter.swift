import Analysis
import Foundation
import JSONValues
import LanguageModels
import Prompts
import SourceHistory

/// Has a model write an instrumentation patch, and takes only one that applies and promises something.
struct PatchWriter: Sendable {
    let model: any LanguageModel
    let prompts: PromptLibrary

    /// Places and files one patch is about, and how often a patch that does not apply is sent back.
    private static let placeLimit = 12
    private static let fileLimit = 4
    private static let attempts = 3

    /// The patch: promises above a unified diff.
    ///
    /// - Throws: `CommandFailure` where no attempt applied.
    func patch(
        for spots: BlindSpots, missed: [String], in repository: SourceRepository, at revision: Revision
    ) async throws -> String {
        let system = try prompts.prompt("instrument").filled([:])
        var messages: [ModelMessage] = [.user(try await question(spots, missed, repository, revision))]
        var complaint = "no answer"
        for _ in 0..<Self.attempts {
            let turn = try await model.respond(
                to: ModelRequest(
                    system: system, tools: [], messages: messages, mayCallTools: false, maximumOutputTokens: 8000)
            ) { _ in }
            let text = Self.unfenced(turn.text)
            do {
                try await Self.check(text, repository, revision)
                return text
            } catch let error as SourceHistoryError {
                complaint = error.message
            }
            messages += [
                .assistant(turn), .user("That cannot be used: \(complaint). Answer with the whole patch again."),
            ]
        }
        throw CommandFailure("\(model.identity) wrote no patch that applies: \(complaint)")
    }

    /// JSON with the places and the whole files they stand in, those with most places first.
    private func question(
        _ spots: BlindSpots, _ missed: [String], _ repository: SourceRepository, _ revision: Revision
    ) async throws -> String {
        let counts = spots.places.reduce(into: [:]) { $0[$1.probe.path, default: 0] += 1 }
        let paths = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(Self.fileLimit).map(\.key)
        var files: [String: JSONValue] = [:]
        for path in paths {
            let file = try await repository.file(path, at: revision, byteLimit: 40_000)
            files[path] = .string(file.lines.joined(separator: "\n") + "\n")
        }
        let places = spots.places.filter { paths.contains($0.probe.path) }.prefix(Self.placeLimit)
        let question: JSONValue = [
            "places": .array(
                places.map { place in
                    [
                        "kind": .string(place.probe.kind.rawValue), "path": .string(place.probe.path),
                        "line": .integer(Int64(place.probe.line)), "text": .string(place.probe.text),
                        "missing": .string(place.reason),
                    ]
                }), "attributes": .array(missed.prefix(10).map(JSONValue.string)), "files": .object(files),
        ]
        return question.text
    }

    private static func check(
        _ text: String, _ repository: SourceRepository, _ revision: Revision
    ) async throws {
        guard !PatchPromises(patch: text).isEmpty else {
            throw SourceHistoryError(.refused, "it promises no span and no attribute")
        }
        let scratch = FileManager.default.temporaryDirectory.appending(path: "whyd-patch-\(UUID().uuidString)")
        let directory = scratch.appending(path: "tree").path
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: scratch) }
        try await ScratchTree(of: repository, at: revision, in: directory).apply(text)
    }

    /// Without the code fence that models like to put around a patch.
    static func unfenced(_ text: String) -> String {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        let kept = lines.filter { !$0.hasPrefix("```") }
        return kept.joined(separator: "\n").trimmingCharacters(in: .newlines) + "\n"
    }
}
