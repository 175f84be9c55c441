public import Telemetry

/// What a function of the source does in production, as spans show it.
public struct FunctionActivity: Hashable, Sendable {
    /// The operations that execute it, and how that is known; empty where nothing was observed.
    public var links: [HunkAccounting.Link]
    /// What those operations did, build by build, the newest first.
    public var builds: [BuildLine]
    /// Whose spans called them, most frequent first; counted on a sample.
    public var callers: [Caller]
    /// Exceptions of their failed spans, most frequent first; counted on a sample.
    public var exceptions: [ExceptionLine]
    /// Feature flags evaluated on their spans, and what each variant did.
    public var flags: [FlagLine]
    /// Spans of the newest calls that callers and exceptions were counted on.
    public var sampledSpans: Int
    /// Whether the quantiles of `builds` may be off by 1 %, because there are many calls.
    public var hasSketchedQuantiles: Bool
    /// Why nothing was observed; nil where something was.
    public var blindness: Blindness?

    /// An operation on one build.
    public struct BuildLine: Hashable, Sendable {
        public var operation: Operation
        public var build: String?
        public var calls: Double
        public var errors: Double
        /// Nanoseconds.
        public var p50: Double
        public var p95: Double
        public var p99: Double
        public var firstSeen: Timestamp
        public var lastSeen: Timestamp
    }

    /// A caller; nil where the spans are roots.
    public struct Caller: Hashable, Sendable {
        public var operation: Operation?
        public var calls: Int
    }

    /// An exception type.
    public struct ExceptionLine: Hashable, Sendable {
        public var type: String
        /// One message, as it was.
        public var message: String
        public var count: Int
        /// Whether the function stands in the stack trace.
        public var namesFunction: Bool
    }

    /// A flag's variant.
    public struct FlagLine: Hashable, Sendable {
        public var flag: String
        public var variant: String?
        public var calls: Double
        public var errors: Double
        /// Nanoseconds.
        public var p95: Double
    }

    /// Why a function is not seen.
    public enum Blindness: Hashable, Sendable {
        /// No spans at all in the window.
        case noTraffic
        /// Spans came, and none of them names the function.
        case noInstrumentation(spans: Double)
    }
}

extension FunctionActivity {
    /// The builds of a service that executed the function, the newest first.
    public func observedBuilds(of service: String) -> [ObservedBuild] {
        var found: [String: ObservedBuild] = [:]
        for line in builds where line.operation.service == service {
            guard let build = line.build else { continue }
            let known =
                found[build]
                ?? ObservedBuild(
                    service: service, build: build, revision: nil, firstSeen: line.firstSeen, lastSeen: line.lastSeen,
                    spans: 0, errors: 0)
            found[build] = ObservedBuild(
                service: service, build: build, revision: nil, firstSeen: min(known.firstSeen, line.firstSeen),
                lastSeen: max(known.lastSeen, line.lastSeen), spans: known.spans + line.calls,
                errors: known.errors + line.errors)
        }
        return found.values.sorted { ($1.firstSeen, $0.build) < ($0.firstSeen, $1.build) }
    }
}
