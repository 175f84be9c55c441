import SourceHistory

/// A place in the source that a span should show.
public struct SourceProbe: Hashable, Sendable {
    /// What sort of place.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        case route
        case httpCall = "HTTP call"
        case databaseCall = "database call"
        case messageCall = "message"
        case rpcCall = "RPC call"
        case errorPath = "error path"
    }

    public var kind: Kind
    public var path: String
    public var line: Int
    /// The route's text, or the line itself.
    public var text: String

    /// Makes a probe.
    public init(kind: Kind, path: String, line: Int, text: String) {
        self.kind = kind
        self.path = path
        self.line = line
        self.text = text
    }
}

/// Finds probes in a repository that is handed in, by the words frameworks and libraries use.
struct SourceProbes {
    let repository: SourceRepository
    let revision: Revision

    /// Most places of one kind.
    static let limit = 400

    /// POSIX extended expressions, run by `git grep`; one readable table.
    static let patterns: [(kind: SourceProbe.Kind, pattern: String)] = [
        (
            .route,
            #"(@|\.|[^A-Za-z])([Rr]oute|[Gg]et|[Pp]ost|[Pp]ut|[Pp]atch|[Dd]elete|GET|POST|PUT|PATCH|DELETE|[Hh]andle|HandleFunc|[A-Za-z]+Mapping|Path)\((value *= *|path *= *)?["'`]([A-Z]+ )?/"#
        ),
        (
            .httpCall,
            #"requests\.(get|post|put|patch|delete|request|Session)\(|httpx\.|urlopen\(|[^A-Za-z_.]fetch\(|axios[.(]|http\.(Get|Post|NewRequest|Do)|HttpClient\.|RestTemplate|WebClient\.|URLSession\.|HTTPClient\."#
        ),
        (
            .databaseCall,
            #"\.execute(many)?\(|\.(Query|QueryRow|Exec)(Context)?\(|prepareStatement\(|createQuery\(|prisma\.[a-z]+\.|knex\(|redis\.(get|set|call)"#
        ),
        (.messageCall, #"basic_publish\(|producer\.send\(|\.send_message\(|kafkaTemplate\.send\(|\.publish\("#),
        (.rpcCall, #"insecure_channel\(|secure_channel\(|grpc\.(Dial|NewClient)\(|ManagedChannelBuilder"#),
        (.errorPath, #"^[[:space:]]*except[^A-Za-z_]|catch *[({]|if err != nil"#),
    ]

    /// Every probe in production code, by path and line.
    func all() async throws(SourceHistoryError) -> [SourceProbe] {
        var found: [SourceProbe] = []
        for (kind, pattern) in Self.patterns {
            let matches = try await repository.search(pattern, at: revision, isPattern: true, limit: 2000).matches
            let probes = matches.compactMap { Self.probe(kind, $0) }
            let kept = Array(probes.prefix(Self.limit))
            if kind == .errorPath {
                found += try await silent(kept)
            } else {
                found += kept
            }
        }
        return found.sorted { ($0.path, $0.line) < ($1.path, $1.line) }
    }

    private static func probe(_ kind: SourceProbe.Kind, _ match: SourceRepository.Match) -> SourceProbe? {
        guard ChangeKind(path: match.path) == .source, SourceRepository.knowsLanguage(of: match.path) else {
            return nil
        }
        let text = match.text.drop { $0.isWhitespace }
        guard !["//", "#", "*"].contains(where: { text.hasPrefix($0) }) else { return nil }
        guard kind == .route else {
            return SourceProbe(kind: kind, path: match.path, line: match.line, text: String(text))
        }
        // A client's `get("/x")` looks the same as a router's.
        guard
            !["requests.", "httpx.", "client.", "Client.", "session.", "axios"].contains(where: { text.contains($0) }),
            let route = FunctionClues.literals(in: String(text)).first(where: { $0.contains("/") })
        else { return nil }
        let path = route.split(separator: " ").last.map(String.init) ?? route
        return SourceProbe(kind: .route, path: match.path, line: match.line, text: path)
    }

    /// Handlers that neither pass the error on nor record it.
    private func silent(_ handlers: [SourceProbe]) async throws(SourceHistoryError) -> [SourceProbe] {
        let paths = Array(Set(handlers.map(\.path))).sorted()
        let read = try await repository.outlines(of: paths, at: revision)
        let lines = Dictionary(zip(paths, read.map(\.lines)), uniquingKeysWith: { first, _ in first })
        return handlers.filter { handler in
            lines[handler.path].map { Self.isSilent(Self.block($0, from: handler.line)) } ?? false
        }
    }

    /// The handler's lines: those indented deeper than its first, which holds for all the languages as people format them.
    static func block(_ lines: [String], from line: Int) -> [String] {
        guard line >= 1, line <= lines.count else { return [] }
        func depth(_ text: String) -> Int { text.prefix { $0 == " " || $0 == "\t" }.count }
        let own = depth(lines[line - 1])
        let inside = lines[line...].prefix { $0.allSatisfy(\.isWhitespace) || depth($0) > own }
        return [lines[line - 1]] + inside.prefix(40)
    }

    private static func isSilent(_ block: [String]) -> Bool {
        let text = block.dropFirst().joined(separator: "\n")
        return !text.isEmpty && !speaking.contains { text.contains($0) }
    }

    /// Words that pass an error on or record it.
    private static let speaking = [
        "raise", "throw", "return err", "return nil, err", "record_exception", "recordException", "RecordError",
        "recordError", "set_status", "setStatus", "SetStatus", "panic(", "log.Fatal", "reject(", "next(err", "abort(",
        "errors.Wrap", "fmt.Errorf", "os.Exit", "sys.exit",
    ]
}
