import Analysis
import Logging
import SpanSources
import Telemetry

/// Which services call each other, read off the newest spans when somebody asks and what is known is old.
actor ServiceGraph {
    private let source: any SpanSource
    private let filter: Predicate
    private let now: @Sendable () -> Timestamp
    private let logger: Logger
    private var neighbours: [String: Set<String>] = [:]
    private var readAt: Timestamp?

    /// Most spans read; enough for every call that matters to occur.
    private static let limit = 20_000
    private static let window = Duration.seconds(900)

    /// How long what is known serves: a minute, but shorter where it lacks a service, which may be new.
    private static func lifetime(knowsAll: Bool) -> Duration { .seconds(knowsAll ? 60 : 5) }

    init(
        source: any SpanSource, filter: Predicate, now: @escaping @Sendable () -> Timestamp, logger: Logger
    ) {
        self.source = source
        self.filter = filter
        self.now = now
        self.logger = logger
    }

    /// The services each service calls or is called by, fresh enough for those that are named.
    ///
    /// Where the spans cannot be read or there are none, what was known before stays.
    func neighbours(around services: Set<String>) async -> [String: Set<String>] {
        let now = now()
        let lifetime = Self.lifetime(knowsAll: services.allSatisfy { neighbours[$0] != nil })
        if let readAt, now - readAt < lifetime { return neighbours }
        do {
            let spans = try await source.spans(
                RowSelection(range: TimeRange(last: Self.window, before: now), filter: filter, limit: Self.limit))
            if spans.count > 0 { neighbours = ServiceMap(spans).neighbours }
        } catch {
            logger.warning("the service graph could not be read", metadata: ["error": "\(error)"])
        }
        // Only now: who asks while this reads must not take what is not known yet for an answer.
        readAt = now
        return neighbours
    }
}
