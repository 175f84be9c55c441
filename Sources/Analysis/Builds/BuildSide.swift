public import SpanSources
public import Telemetry

/// One side of a comparison of builds: which build, and over which time.
public struct BuildSide: Hashable, Sendable {
    public var service: String
    /// The build as `Field.build` gives it; nil for whatever ran.
    public var build: String?
    public var range: TimeRange
    /// What else must hold, such as the environment or a flag's variant.
    public var filter: Predicate

    /// Makes a side.
    public init(service: String, build: String?, range: TimeRange, filter: Predicate = .all) {
        self.service = service
        self.build = build
        self.range = range
        self.filter = filter
    }

    /// The side's rows.
    public var predicate: Predicate { Predicate.service(service).and(filter).and(isOfBuild) }

    /// Rows of its build, whichever service sent them.
    var isOfBuild: Predicate { build.map { .compare(.build, .equal, .string($0)) } ?? .all }
}

/// Spans that failed: status `error`, or a server's answer of 500 and above, which some SDKs leave unset.
public enum FailedSpans {
    /// The condition.
    public static let predicate = Predicate.or([
        .isError, .compare(.anyScope("http.response.status_code"), .greaterOrEqual, .integer(500)),
    ])
}
