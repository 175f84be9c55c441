/// What an instrumentation patch says will be seen: spans by name and attributes by key.
///
/// Said by lines above the diff, `Promise: span "reserve stock"` and `Promise: attribute stock.level`, and read off the
/// OpenTelemetry calls that the patch adds.
public struct PatchPromises: Hashable, Sendable {
    /// Names of spans, in order, each once.
    public private(set) var spans: [String] = []
    /// Keys of attributes, in order, each once.
    public private(set) var attributes: [String] = []

    /// Whether nothing is promised.
    public var isEmpty: Bool { spans.isEmpty && attributes.isEmpty }

    /// Reads a unified diff with the text above it.
    public init(patch: String) {
        var added = ""
        var isDiff = false
        for line in patch.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.hasPrefix("diff ") || line.hasPrefix("--- ") { isDiff = true }
            if !isDiff { readPromise(line) }
            if line.hasPrefix("+"), !line.hasPrefix("+++ ") { added += line.dropFirst() + "\n" }
            if line.hasPrefix("@@") { added += "\n;\n" }
        }
        for call in Self.spanCalls { for name in Self.firstLiterals(after: call, in: added) { add(span: name) } }
        for call in Self.attributeCalls {
            for key in Self.firstLiterals(after: call, in: added) { add(attribute: key) }
        }
        for call in Self.attributeMaps { for key in Self.keys(after: call, in: added) { add(attribute: key) } }
    }

    private mutating func add(span: String) { if !spans.contains(span) { spans.append(span) } }

    private mutating func add(attribute: String) {
        if !attributes.contains(attribute) { attributes.append(attribute) }
    }

    private mutating func readPromise(_ line: Substring) {
        let words = line.split(separator: " ", maxSplits: 2)
        guard words.count == 3, words[0].lowercased() == "promise:" else { return }
        let value = words[2].trimmingQuotes
        if words[1] == "span" { add(span: value) }
        if words[1] == "attribute" { add(attribute: value) }
    }

    /// Calls whose first text is a span's name, in the SDKs of Python, Java, Go, JavaScript and Swift.
    private static let spanCalls = [
        "start_as_current_span(", "start_span(", "startActiveSpan(", "startSpan(", "spanBuilder(", "withSpan(",
        "racer.Start(",
    ]
    /// Calls whose first text is an attribute's key.
    private static let attributeCalls = [
        "set_attribute(", "setAttribute(", "attribute.String(", "attribute.Int(", "attribute.Int64(",
        "attribute.Bool(", "attribute.Float64(", "attribute.StringSlice(", "attributes[",
    ]
    /// Calls that take attributes as keys of a literal map.
    private static let attributeMaps = ["set_attributes(", "setAttributes(", "attributes=", "attributes:"]

    /// The first text in quotes of each call's arguments.
    private static func firstLiterals(after call: String, in text: String) -> [String] {
        pieces(after: call, in: text).compactMap { arguments in
            // A text behind a bracket or the end of the statement belongs to something else.
            guard let open = arguments.firstIndex(where: { "\"'`);{".contains($0) }), "\"'`".contains(arguments[open])
            else { return nil }
            return literal(from: open, in: arguments)
        }
    }

    /// The texts before a colon inside the braces that follow.
    private static func keys(after call: String, in text: String) -> [String] {
        pieces(after: call, in: text).flatMap { arguments -> [String] in
            guard let brace = arguments.firstIndex(where: { !$0.isWhitespace }), "{[".contains(arguments[brace]),
                let end = arguments.firstIndex(where: { "}];".contains($0) })
            else { return [] }
            var (found, rest) = ([String](), arguments[brace..<end])
            while let open = rest.firstIndex(where: { "\"'`".contains($0) }), let key = literal(from: open, in: rest) {
                let after = rest[rest.index(open, offsetBy: key.count + 2)...]
                if after.first(where: { !$0.isWhitespace }) == ":" { found.append(key) }
                rest = after
            }
            return found
        }
    }

    private static func pieces(after call: String, in text: String) -> [Substring] {
        var (pieces, rest) = ([Substring](), text[...])
        while let range = rest.firstRange(of: call) {
            rest = rest[range.upperBound...]
            pieces.append(rest.prefix(2000))
        }
        return pieces
    }

    private static func literal(from open: String.Index, in text: Substring) -> String? {
        let after = text[text.index(after: open)...]
        guard let close = after.firstIndex(of: text[open]), after[..<close].count <= 200, close > after.startIndex
        else {
            return nil
        }
        return String(after[..<close])
    }
}

extension Substring {
    fileprivate var trimmingQuotes: String {
        String(drop { " \"".contains($0) }.reversed().drop { " \"\r".contains($0) }.reversed())
    }
}
