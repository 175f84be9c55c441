/// A commit that exists in a repository: its full hash, never a name that could move.
public struct Revision: Hashable, Sendable, CustomStringConvertible {
    /// 40 (SHA-1) or 64 (SHA-256) lower-case hexadecimal digits.
    public let hash: String

    /// Takes a full hash; nil for anything else.
    public init?(_ hash: some StringProtocol) {
        let text = hash.lowercased()
        guard text.utf8.count == 40 || text.utf8.count == 64, text.allSatisfy(\.isHexDigit) else { return nil }
        self.hash = text
    }

    /// The first ten digits, for people.
    public var short: String { String(hash.prefix(10)) }

    public var description: String { hash }
}
