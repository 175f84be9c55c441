/// One key of `whyd.yaml`: where it stands, what it holds, its default, and its words.
///
/// The one table of keys drives reading, the check for unknown keys, and what `whyd config` prints.
struct ConfigurationKey: Sendable {
    /// What a value must look like.
    enum Kind: Sendable {
        case text
        case textList
        case integer(ClosedRange<Int>)
        case number
        /// Above 0 and below 1.
        case share
        case boolean
        /// `90s`, `10m`, `6h`, `30d`.
        case duration
        case oneOf([String])
    }

    /// Dotted path; `[]` marks the items of a list, as in `models[].provider`.
    let path: String
    let kind: Kind
    /// As it would be written in the file; nil for a key that has none.
    let standard: String?
    /// What it does, in a sentence.
    let words: String

    init(_ path: String, _ kind: Kind, default standard: String? = nil, _ words: String) {
        self.path = path
        self.kind = kind
        self.standard = standard
        self.words = words
    }

    /// What a wrong value should have been, for error messages.
    var expectation: String {
        switch kind {
        case .text: "text"
        case .textList: "a list of texts"
        case .integer(let range): "a whole number from \(range.lowerBound) to \(range.upperBound)"
        case .number: "a number"
        case .share: "a share above 0 and below 1, such as 0.999"
        case .boolean: "true or false"
        case .duration: "a duration such as 90s, 10m, 6h or 30d"
        case .oneOf(let words): "one of \(words.joined(separator: ", "))"
        }
    }
}
