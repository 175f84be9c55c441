/// What is wrong with `whyd.yaml`, and where.
public struct ConfigurationError: Error, CustomStringConvertible, Sendable, Equatable {
    /// The file, and the line and column where they are known (from 1).
    var file: String
    var line: Int?
    var column: Int?
    /// What is wrong, in one sentence.
    var message: String
    /// What to write instead.
    var hint: String?

    public var description: String {
        let place = [file, line.map(String.init), column.map(String.init)].compactMap { $0 }.joined(separator: ":")
        return "\(place): \(message)" + (hint.map { " (\($0))" } ?? "")
    }
}
