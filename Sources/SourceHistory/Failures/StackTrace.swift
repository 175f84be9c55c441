/// Frames read out of text, innermost first, whichever language printed them.
public struct StackTrace: Hashable, Sendable {
    public var frames: [StackFrame]

    /// Finds the frames of Java, Python, Go, JavaScript, TypeScript and Swift traces in a text.
    public init(parsing text: some StringProtocol, limit: Int = 200) {
        var (frames, pythonFrames, pending) = ([StackFrame](), [StackFrame](), Substring?.none)
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            guard frames.count + pythonFrames.count < limit else { break }
            let line = Self.trimmed(Substring(line))
            if let frame = Self.python(line) {
                pythonFrames.append(frame)
            } else if let frame = Self.jvm(line) ?? Self.javaScript(line) ?? Self.swift(line) {
                frames.append(frame)
            } else if let function = pending, let frame = Self.go(line, function) {
                frames.append(frame)
            }
            pending = line.hasSuffix(")") && !line.hasPrefix("at ") ? line : nil
        }
        // Python prints the innermost frame last.
        self.frames = frames + pythonFrames.reversed()
    }

    /// `at org.shop.Cart.total(Cart.java:38)`.
    private static func jvm(_ line: Substring) -> StackFrame? {
        guard line.hasPrefix("at "), line.hasSuffix(")"), let open = line.lastIndex(of: "(") else { return nil }
        let place = line[line.index(after: open)...].dropLast().split(separator: ":")
        guard place.count == 2, let number = Int(place[1]), !place[0].contains("/") else { return nil }
        let function = line.dropFirst(3)[..<open].split(separator: "/").last ?? ""
        guard function.contains("."), [".java", ".kt", ".scala", ".groovy"].contains(where: place[0].hasSuffix) else {
            return nil
        }
        return StackFrame(function: String(function), file: String(place[0]), line: number)
    }

    /// `File "/app/cart.py", line 12, in total`.
    private static func python(_ line: Substring) -> StackFrame? {
        guard line.hasPrefix("File \"") else { return nil }
        let parts = line.dropFirst(6).split(separator: "\"", maxSplits: 1)
        guard parts.count == 2 else { return nil }
        let words = parts[1].split { $0 == "," || $0 == " " }
        guard words.count >= 2, words[0] == "line", let number = Int(words[1]) else { return nil }
        return StackFrame(
            function: words.count >= 4 ? String(words[3]) : "", file: String(parts[0]), line: number)
    }

    /// `at total (/app/cart.js:12:5)` and `at /app/cart.js:12:5`.
    private static func javaScript(_ line: Substring) -> StackFrame? {
        guard line.hasPrefix("at ") else { return nil }
        let rest = line.dropFirst(3)
        let place = rest.split { $0 == "(" || $0 == ")" || $0 == " " }.last ?? ""
        let parts = place.split(separator: ":")
        guard parts.count >= 3, let number = Int(parts[parts.count - 2]), Int(parts[parts.count - 1]) != nil else {
            return nil
        }
        let file = parts.dropLast(2).joined(separator: ":")
        let function = rest.hasPrefix(place) ? "" : String(rest.split(separator: " ").first ?? "")
        return StackFrame(
            function: function == "async" ? String(rest.split(separator: " ").dropFirst().first ?? "") : function,
            file: file.hasPrefix("file://") ? String(file.dropFirst(7)) : file, line: number)
    }

    /// A line `main.(*Cart).Total(...)` followed by `/app/cart.go:12 +0x1d`.
    private static func go(_ line: Substring, _ function: Substring) -> StackFrame? {
        let place = line.split(separator: " ").first ?? ""
        guard let colon = place.lastIndex(of: ":"), place[..<colon].hasSuffix(".go"),
            let number = Int(place[place.index(after: colon)...])
        else { return nil }
        let name = function.lastIndex(of: "(").map { function[..<$0] } ?? function
        return StackFrame(function: String(name), file: String(place[..<colon]), line: number)
    }

    /// `total(of:) at /app/Sources/Shop/Cart.swift:12:5`, as Swift's backtraces print them.
    private static func swift(_ line: Substring) -> StackFrame? {
        guard let at = line.firstRange(of: " at "), let place = line[at.upperBound...].split(separator: " ").first,
            place.contains(".swift:")
        else { return nil }
        let parts = place.split(separator: ":")
        guard parts.count >= 2, let number = Int(parts[1]) else { return nil }
        let words = line[..<at.lowerBound].split(separator: " ")
        return StackFrame(function: String(words.last ?? ""), file: String(parts[0]), line: number)
    }

    private static func trimmed(_ line: Substring) -> Substring {
        var line = line.drop { $0.isWhitespace }
        while line.last?.isWhitespace == true { line.removeLast() }
        return line
    }
}
