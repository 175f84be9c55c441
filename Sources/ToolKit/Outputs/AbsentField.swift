/// How a tool says that no row has a field it was asked about.
///
/// Stored with the tool's other words, it is later read as instrumentation that an investigation missed.
public enum AbsentField {
    /// Ends every such sentence; stored results are searched for it.
    public static let ending = "none; no row has it"
    private static let beginning = "known values of "

    /// The sentence.
    public static func sentence(_ field: String) -> String { "\(beginning)\(field): \(ending)" }

    /// The field of a sentence; nil for any other note.
    public static func field(in note: String) -> String? {
        guard note.hasPrefix(beginning), note.hasSuffix(": " + ending) else { return nil }
        return String(note.dropFirst(beginning.count).dropLast(ending.count + 2))
    }
}
