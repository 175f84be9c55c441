public import SourceHistory
public import SpanSources
public import Telemetry

/// What production does not show of the source and of its builds.
public struct BlindSpots: Hashable, Sendable {
    /// Places in the source that no span shows, with why that is known.
    public var places: [Place]
    /// Places that were looked at.
    public var placesRead: Int
    /// Builds whose spans name no revision.
    public var buildsWithoutRevision: [ObservedBuild]

    /// A place and what is missing.
    public struct Place: Hashable, Sendable {
        public var probe: SourceProbe
        public var reason: String
    }
}

/// Holds the source against the spans of its services.
public struct BlindSpotReader: Sendable {
    let source: any SpanSource

    /// Reads from a source.
    public init(_ source: any SpanSource) { self.source = source }

    /// What is not shown.
    ///
    /// - Parameter services: those built from the repository; empty for all.
    public func blindSpots(
        of repository: SourceRepository, at revision: Revision, services: [String] = [], in range: TimeRange
    ) async throws -> BlindSpots {
        let scope: Predicate = services.isEmpty ? .all : .isIn(.intrinsic(.service), services.map { .string($0) })
        let probes = try await SourceProbes(repository: repository, revision: revision).all()
        let seen = try await sights(scope, range)
        let builds = ObservedBuild.list(
            try await source.run(BuildQueries.builds(range: range, filter: scope)))
        return BlindSpots(
            places: probes.compactMap { probe in
                seen.reasonUnseen(probe).map { BlindSpots.Place(probe: probe, reason: $0) }
            }, placesRead: probes.count, buildsWithoutRevision: builds.filter { $0.revision == nil })
    }

    /// What spans show of their code.
    private struct Sights {
        var spans = 0.0
        /// Routes and span names.
        var routes: Set<String> = []
        /// Client and producer spans by what they call.
        var calls: [SourceProbe.Kind: Double] = [:]
        /// Frames of recorded exceptions, as path and function.
        var frames: [StackFrame] = []

        /// Why a place is not seen; nil where it is, or where nothing can be said.
        func reasonUnseen(_ probe: SourceProbe) -> String? {
            guard spans > 0 else { return "no traffic: no spans at all" }
            switch probe.kind {
            case .route:
                let isSeen = routes.contains { Self.meets($0, probe.text) }
                return isSeen ? nil : "no span has this route, in its http.route or its name"
            case .httpCall, .databaseCall, .messageCall, .rpcCall:
                guard calls[probe.kind, default: 0] == 0 else { return nil }
                return "no client span of this sort: the library it goes through is not instrumented"
            case .errorPath:
                let isSeen = frames.contains { frame in
                    SourcePath.matches(probe.path)(frame.likelyPath)
                        && frame.line.map { abs($0 - probe.line) < 40 } ?? false
                }
                return isSeen ? nil : "the handler neither passes the error on nor records it on a span"
            }
        }

        /// Whether a span's route is the source's, whatever its parameters are called and whatever it is mounted under.
        private static func meets(_ route: String, _ text: String) -> Bool {
            func parts(_ path: Substring) -> [String] {
                path.split(separator: "/").map { $0.contains { "{}:<>*$".contains($0) } ? "*" : $0.lowercased() }
            }
            let (seen, wanted) = (parts(route.split(separator: " ").last ?? ""), parts(text[...]))
            guard !wanted.isEmpty else { return seen.isEmpty && route.hasSuffix("/") }
            return seen.count >= wanted.count && Array(seen.suffix(wanted.count)) == wanted
        }
    }

    private func sights(_ scope: Predicate, _ range: TimeRange) async throws(SpanSourceError) -> Sights {
        var sights = Sights()
        let route = Field.anyScope("http.route")
        let names = try await source.run(
            SpanQuery(
                range: range, filter: scope, groups: [.field(.intrinsic(.name)), .field(route)], aggregates: [.count],
                order: .init(column: "count"), limit: 2000))
        for row in 0..<names.rowCount {
            sights.spans += names.number("count", row: row) ?? 0
            for column in ["name", route.description] {
                if let text = names.text(column, row: row) { sights.routes.insert(text) }
            }
        }
        for (kind, filter) in Self.callFilters {
            let table = try await source.run(
                SpanQuery(range: range, filter: scope.and(filter), aggregates: [.count]))
            sights.calls[kind] = table.number("count", row: 0) ?? 0
        }
        let stack = "exception.stacktrace"
        let events = try await source.events(
            RowSelection(
                range: range, filter: scope.and(.exists(.anyScope(stack))), attributes: .keys([stack]), limit: 500))
        for row in 0..<events.count {
            guard let text = events.value(ofKey: stack, row: row)?.description else { continue }
            for frame in StackTrace(parsing: text, limit: 60).frames where !sights.frames.contains(frame) {
                sights.frames.append(frame)
            }
        }
        return sights
    }

    private static let callFilters: [(SourceProbe.Kind, Predicate)] = [
        (
            .httpCall,
            Predicate.compare(.intrinsic(.kind), .equal, .string("client"))
                .and(.or([.exists(.anyScope("http.request.method")), .exists(.anyScope("url.full"))]))
        ),
        (.databaseCall, .exists(.anyScope("db.system.name"))),
        (.messageCall, .exists(.anyScope("messaging.system"))),
        (.rpcCall, .exists(.anyScope("rpc.system.name"))),
    ]
}
