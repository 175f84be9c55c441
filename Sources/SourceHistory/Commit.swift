public import Telemetry

/// A commit and who wrote it.
public struct Commit: Hashable, Sendable {
    public var revision: Revision
    public var parents: [Revision]
    public var author: Person
    /// From `Co-authored-by` trailers; a model that wrote along often stands here.
    public var coAuthors: [Person]
    public var authoredAt: Timestamp
    public var committedAt: Timestamp
    /// The first line of the message.
    public var subject: String
    /// The rest of the message.
    public var body: String
    /// `Key: value` lines of the message's last paragraph, in order.
    public var trailers: [Trailer]
    /// Paths it changed, as they are called after it; empty for merges.
    public var files: [String]

    /// Someone who wrote a commit.
    public struct Person: Hashable, Sendable, CustomStringConvertible {
        public var name: String
        public var email: String

        /// Makes a person.
        public init(name: String, email: String) {
            self.name = name
            self.email = email
        }

        /// The name; addresses are not shown.
        public var description: String { name }
    }

    /// A `Key: value` line at a message's end.
    public struct Trailer: Hashable, Sendable {
        public var key: String
        public var value: String

        /// Makes a trailer.
        public init(key: String, value: String) {
            self.key = key
            self.value = value
        }
    }

    /// Makes a commit; co-authors and trailers are read off the message.
    public init(
        revision: Revision, parents: [Revision] = [], author: Person, authoredAt: Timestamp, committedAt: Timestamp,
        message: String, files: [String] = []
    ) {
        self.revision = revision
        self.parents = parents
        self.author = author
        self.authoredAt = authoredAt
        self.committedAt = committedAt
        self.files = files
        let parts = CommitMessage(message)
        subject = parts.subject
        body = parts.body
        trailers = parts.trailers
        coAuthors = parts.coAuthors
    }

    /// Whether it joins branches and brings no change of its own.
    public var isMerge: Bool { parents.count > 1 }
}
