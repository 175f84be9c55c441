import Yams

/// The file of a repository that says what its services are expected to do.
///
/// `expectations:` is a list; each entry is the text of an expectation, or a mapping with `expect` and, for people, `why`.
public enum ExpectationFile {
    /// Where it lies.
    public static let path = ".whyd/expectations.yaml"
    /// Longer files are refused.
    static let byteLimit = 200_000

    /// Reads the file's text.
    ///
    /// - Throws: `ExpectationError` with line and column of the first thing that is wrong.
    public static func parse(_ yaml: String, path: String = path) throws(ExpectationError) -> [Expectation] {
        let found = read(yaml, path: path)
        if let error = found.errors.first { throw error }
        return found.expectations
    }

    /// Reads every entry of the file's text; one that is wrong leaves the others as they are.
    public static func read(_ yaml: String, path: String = path) -> ExpectationReader.Found {
        var found = ExpectationReader.Found()
        do throws(ExpectationError) {
            for entry in try entries(yaml) {
                do throws(ExpectationError) {
                    found.expectations.append(try expectation(entry, path))
                } catch {
                    found.errors.append(error)
                }
            }
        } catch {
            found.errors.append(error)
        }
        for index in found.errors.indices { found.errors[index].place = path }
        return found
    }

    private static func entries(_ yaml: String) throws(ExpectationError) -> [Node] {
        guard yaml.utf8.count <= byteLimit else { throw ExpectationError(.syntax, "the file is longer than 200 kB") }
        let root: Node?
        do { root = try Yams.compose(yaml: yaml) } catch { throw syntax(error) }
        guard let root else { return [] }
        guard case .mapping(let mapping) = root else { throw failure("expected 'expectations:' with a list", root) }
        var entries: Node.Sequence?
        for (key, value) in mapping {
            guard key.string == "expectations" else {
                throw failure("unknown key '\(key.string ?? "")'", key, code: .unknownKey, hint: "use 'expectations'")
            }
            guard case .sequence(let list) = value else { throw failure("'expectations' is not a list", value) }
            entries = list
        }
        return entries.map(Array.init) ?? []
    }

    private static func expectation(_ node: Node, _ path: String) throws(ExpectationError) -> Expectation {
        switch node {
        case .scalar: return try read(node, path)
        case .mapping(let mapping):
            var text: Node?
            for (key, value) in mapping {
                switch key.string {
                case "expect": text = value
                case "why": break
                default:
                    throw failure(
                        "unknown key '\(key.string ?? "")'", key, code: .unknownKey, hint: "use 'expect' and 'why'")
                }
            }
            guard let text else { throw failure("'expect' is missing", node) }
            return try read(text, path)
        default: throw failure("expected a text or a mapping with 'expect'", node)
        }
    }

    private static func read(_ node: Node, _ path: String) throws(ExpectationError) -> Expectation {
        guard let text = node.scalar?.string else { throw failure("expected a text", node) }
        let (line, column) = (node.mark?.line ?? 1, node.mark?.column ?? 1)
        // A quoted text begins after its quotation mark.
        let shift = node.scalar?.style == .singleQuoted || node.scalar?.style == .doubleQuoted ? 1 : 0
        return try Expectation(parsing: text, origin: "\(path):\(line)", line: line, column: column + shift)
    }

    private static func failure(
        _ message: String, _ node: Node, code: ExpectationError.Code = .syntax, hint: String? = nil
    ) -> ExpectationError {
        ExpectationError(code, message, line: node.mark?.line ?? 1, column: node.mark?.column ?? 1, hint: hint)
    }

    private static func syntax(_ error: any Error) -> ExpectationError {
        guard let error = error as? YamlError else { return ExpectationError(.syntax, "\(error)") }
        switch error {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            return ExpectationError(.syntax, problem, line: mark.line, column: mark.column)
        default: return ExpectationError(.syntax, "\(error)")
        }
    }
}
