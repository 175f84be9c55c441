public import SourceHistory
public import SpanSources
import Telemetry

/// What spans of an operation say about the code behind them.
public struct CodeSighting: Hashable, Sendable {
    public var operation: Operation
    /// `code.file.path` and `code.function.name`, where the spans carry them.
    public var file: String?
    public var function: String?
    /// `http.route`, where the spans carry it.
    public var route: String?
    /// Frames of exceptions recorded on spans of the operation.
    public var frames: [StackFrame]

    /// Makes a sighting.
    public init(
        operation: Operation, file: String? = nil, function: String? = nil, route: String? = nil,
        frames: [StackFrame] = []
    ) {
        self.operation = operation
        self.file = file
        self.function = function
        self.route = route
        self.frames = frames
    }
}

extension BuildDifferenceReader {
    /// What the spans of both sides say about their code; and a few exceptions of the new one.
    public func sightings(before: BuildSide, after: BuildSide) async throws(SpanSourceError) -> [CodeSighting] {
        let stacks = try await frames(after)
        var found: [CodeSighting] = []
        for part in try await SideReading(source: source, sides: [after, before]).parts(BuildQueries.sightings) {
            for row in part.rows {
                let operation = BuildQueries.operation(after.service, part.table, row)
                let sighting = CodeSighting(
                    operation: operation, file: part.table.text("code.file.path", row: row),
                    function: part.table.text("code.function.name", row: row),
                    route: part.table.text("http.route", row: row), frames: stacks[operation] ?? [])
                if !found.contains(sighting) { found.append(sighting) }
            }
        }
        return found
    }

    /// Frames by the operation whose span recorded the exception.
    private func frames(_ side: BuildSide) async throws(SpanSourceError) -> [Operation: [StackFrame]] {
        let events = try await source.events(
            RowSelection(
                range: side.range,
                filter: Predicate.service(side.service).and(.exists(.anyScope("exception.stacktrace"))),
                attributes: .keys(["exception.stacktrace"]), limit: 50))
        guard events.count > 0 else { return [:] }
        let spans = try await source.spans(
            RowSelection(
                range: side.range, filter: side.predicate, traces: Set(events.traceIDs), limit: 5000))
        var operations: [SpanID: Operation] = [:]
        for row in 0..<spans.count {
            operations[spans.spanIDs[row]] = Operation(
                service: spans.services[row], name: spans.names[row], kind: spans.kinds[row])
        }
        var found: [Operation: [StackFrame]] = [:]
        for row in 0..<events.count {
            guard let operation = operations[events.spanIDs[row]],
                let text = events.value(ofKey: "exception.stacktrace", row: row)?.description
            else { continue }
            for frame in StackTrace(parsing: text, limit: 60).frames where found[operation]?.contains(frame) != true {
                found[operation, default: []].append(frame)
            }
        }
        return found
    }
}
