/// The lines right above a function that belong to its declaration: decorators, annotations and attributes.
///
/// A route often stands there (`@app.route("/cart")`, `@GetMapping`, `[HttpGet]`, `#[get]`, `// @Router /cart [get]`).
/// Whatever other statements and functions say above it is not the function's.
struct DeclarationLead {
    let lines: [String]
    let outline: FunctionOutline

    /// Longest lead that is looked for, in lines.
    private static let limit = 40

    /// The first line, from 1, of a function with its lead.
    func start(of function: SourceFunction) -> Int {
        let declaration = function.lines.lowerBound
        var (start, open) = (declaration, 0)
        for number in stride(from: declaration - 1, through: max(1, declaration - Self.limit), by: -1)
        where number <= lines.count {
            let line = lines[number - 1].drop(while: \.isWhitespace)
            let (unopened, rest) = Self.unopened(line)
            let isInside = open > 0
            open += unopened
            if line.isEmpty || isOfAnother(number, declaration) || open <= 0 && line.hasSuffix(";") { break }
            // An annotation that goes on with a property or a statement is that one's.
            if !isInside, !Self.isComment(line), !Self.isLead(AnnotatedLine.rest(of: rest)) { break }
            if Self.isAnnotation(line) {
                start = number
                open = 0
            } else if open <= 0, !Self.isComment(line), !Self.isHeading(line) {
                break
            }
        }
        return start
    }

    /// Whether a line lies in a function that does not hold the declaration.
    private func isOfAnother(_ line: Int, _ declaration: Int) -> Bool {
        outline.functions.contains { $0.lines.contains(line) && !$0.lines.contains(declaration) }
    }

    /// How many brackets close on a line without having opened on it, so that the line goes on with what is above; and
    /// what stands behind the last of them.
    private static func unopened(_ line: Substring) -> (count: Int, rest: Substring) {
        var (unopened, most, quote, rest) = (0, 0, Character?.none, line)
        for place in line.indices {
            let character = line[place]
            if let open = quote {
                if character == open { quote = nil }
                continue
            }
            switch character {
            case "\"", "'", "`": quote = character
            case ")", "]":
                unopened += 1
                if unopened > most { (most, rest) = (unopened, line[place...].dropFirst()) }
            case "(", "[": unopened -= 1
            default: break
            }
        }
        return (unopened, rest)
    }

    private static func isAnnotation(_ line: Substring) -> Bool {
        line.hasPrefix("[") || line.hasPrefix("#[") || line.drop { "/*#! ".contains($0) }.hasPrefix("@")
    }

    private static func isComment(_ line: Substring) -> Bool {
        !line.hasPrefix("#[") && ["//", "/*", "*", "#"].contains { line.hasPrefix($0) }
    }

    private static func isLead(_ rest: Substring) -> Bool { isHeading(rest) || isComment(rest) }

    /// Modifiers and types of a declaration that goes on below: neither a statement nor a property with its type.
    private static func isHeading(_ line: Substring) -> Bool {
        !line.replacing("::", with: "").contains { "=;:{}(\"'`".contains($0) }
    }
}

extension ChangedFunction {
    /// A function of a file as it stands, from its decorators and annotations on.
    init(path: String, function: SourceFunction, in lines: [String], _ outline: FunctionOutline) {
        let first = DeclarationLead(lines: lines, outline: outline).start(of: function) - 1
        let text = Array(lines[min(first, lines.count)..<min(function.lines.upperBound, lines.count)])
        self.init(path: path, function: function, text: text, isDeleted: false, hunks: [])
    }
}
