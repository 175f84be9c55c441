/// A commit, hunk, flag, configuration change or dependency, and why it is suspected.
public struct Suspect: Codable, Sendable, Equatable {
    public var kind: Kind
    /// Commit id, flag name, configuration key or dependency.
    public var name: String
    /// Why; one or two sentences.
    public var reason: String
    /// The first line of the commit message, where it is a commit. Written by outsiders.
    public var title: String?
    /// Where in the source, where that is known.
    public var file: String?
    public var line: Int?
    /// The lines changed, as a unified diff hunk.
    public var hunk: String?
    public var citations: [Citation]
    /// Whether its commit, file and hunk were found in evidence.
    public var isVerified: Bool

    /// What is suspected.
    public enum Kind: String, Codable, Sendable, CaseIterable { case commit, flag, configuration, dependency, other }

    /// Makes a suspect.
    public init(
        kind: Kind, name: String, reason: String, title: String? = nil, file: String? = nil, line: Int? = nil,
        hunk: String? = nil, citations: [Citation] = [], isVerified: Bool = false
    ) {
        self.kind = kind
        self.name = name
        self.reason = reason
        self.title = title
        self.file = file
        self.line = line
        self.hunk = hunk
        self.citations = citations
        self.isVerified = isVerified
    }

    private enum CodingKeys: String, CodingKey {
        case kind, name, reason, title, file, line, hunk, citations
        case isVerified = "is_verified"
    }
}
