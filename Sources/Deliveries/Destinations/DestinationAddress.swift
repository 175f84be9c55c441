/// The words that name a destination, such as `github:owner/repo#12`.
public struct DestinationAddress: Sendable, Hashable, CustomStringConvertible {
    /// What stands before the first colon.
    public var scheme: String
    /// What stands after it.
    public var rest: String

    /// Takes an address apart.
    ///
    /// - Throws: `.badAddress` where there is no colon.
    public init(_ text: String) throws(DeliveryFailure) {
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else {
            throw DeliveryFailure(
                .badAddress, "'\(text.prefix(100))' names no destination", hint: "it looks like github:owner/repo#12")
        }
        scheme = String(parts[0])
        rest = String(parts[1])
    }

    public var description: String { "\(scheme):\(rest)" }

    /// Splits `rest` at `separator` into two parts that hold only letters, digits and `extra`.
    func parts(
        separator: Character, extra: String = "", example: String
    ) throws(DeliveryFailure) -> (String, String) {
        let parts = rest.split(separator: separator, omittingEmptySubsequences: false)
        guard parts.count == 2, Self.isPlain(parts[0], extra), Self.isPlain(parts[1], "") else {
            throw DeliveryFailure(
                .badAddress, "'\(self)' is not an address of \(scheme)", hint: "it looks like \(example)")
        }
        return (String(parts[0]), String(parts[1]))
    }

    /// Whether text can stand in a path as it is: it names nothing but itself.
    static func isPlain(_ text: some StringProtocol, _ extra: String) -> Bool {
        !text.isEmpty && text.utf8.count <= 200 && !text.split(separator: "/").contains { $0 == ".." || $0 == "." }
            && text.allSatisfy { ($0.isASCII && ($0.isLetter || $0.isNumber)) || extra.contains($0) }
    }
}
