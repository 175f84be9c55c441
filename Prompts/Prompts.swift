/// The prompts: embedded in the binary, and replaceable by files of the same name in a directory.
public struct PromptLibrary: Sendable {
    /// Texts by name that replace the embedded ones, such as `investigate`.
    private let overrides: [String: String]
    /// The team's advice, by name.
    public let runbooks: [Runbook]

    /// Only what is embedded.
    public static let embedded = PromptLibrary(overrides: [:])

    /// Makes a library; the caller reads override files, because only commands touch directories.
    public init(overrides: [String: String], runbooks: [Runbook] = []) {
        self.overrides = overrides
        self.runbooks = runbooks.sorted { $0.name < $1.name }
    }

    /// The names of the embedded prompts.
    public static let names = ["answer", "instrument", "investigate"]

    /// A prompt by name.
    ///
    /// - Throws: `PromptError` where it is unknown or its front matter is broken.
    public func prompt(_ name: String) throws(PromptError) -> Prompt {
        if let text = overrides[name] { return try Prompt(name: name, text: text) }
        switch name {
        case "answer": return try Prompt(name: name, text: String(decoding: PackageResources.answer_md, as: UTF8.self))
        case "instrument":
            return try Prompt(name: name, text: String(decoding: PackageResources.instrument_md, as: UTF8.self))
        case "investigate":
            return try Prompt(name: name, text: String(decoding: PackageResources.investigate_md, as: UTF8.self))
        default: throw PromptError(message: "there is no prompt named '\(name)'")
        }
    }
}

/// A prompt that cannot be used, or a hole that was not filled.
public struct PromptError: Error, Sendable, Equatable, CustomStringConvertible {
    public let message: String

    public var description: String { message }
}
