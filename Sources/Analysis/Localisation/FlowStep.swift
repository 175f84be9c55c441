import OrderedCollections
import Telemetry

/// One thing that happens inside a span, in the order of time: its beginning, a child, a log line, its end.
enum FlowStep: Hashable, Sendable {
    case begin
    case end
    /// A child that works in the same service.
    case local(Operation)
    /// A call to an operation of another service.
    case call(service: String, operation: String)
    /// A log record, by the line of code that wrote it.
    case line(String, isError: Bool)

    /// The step in words.
    var words: String {
        switch self {
        case .begin: FlowSteps.start
        case .end: FlowSteps.end
        case .local(let operation): operation.name
        case .call(let service, let operation): "the call to \(service) \(operation)"
        case .line(let line, let isError): isError ? FlowSteps.errorLine + line : "the line \(line)"
        }
    }
}

/// One step after another inside spans of one operation.
struct FlowTransition: Hashable, Sendable {
    let operation: Operation
    let from: FlowStep
    let to: FlowStep
}

/// How often each step followed each other, per slice of time.
struct FlowCounts: Sendable {
    /// Per transition, as first seen: how often, by slice (0 is the window).
    private(set) var transitions: OrderedDictionary<FlowTransition, [Int: Int]> = [:]
    /// Per operation and step: how often anything followed, by slice.
    private(set) var contexts: [Context: [Int: Int]] = [:]

    struct Context: Hashable, Sendable {
        let operation: Operation
        let from: FlowStep
    }

    /// Adds the steps of one span; a step that repeats at once counts once, so that loops of any length look alike.
    mutating func add(_ steps: some Sequence<FlowStep>, _ operation: Operation, slice: Int) {
        var last = FlowStep.begin
        for step in steps where step != last {
            count(operation, last, step, slice)
            last = step
        }
        count(operation, last, .end, slice)
    }

    private mutating func count(_ operation: Operation, _ from: FlowStep, _ to: FlowStep, _ slice: Int) {
        transitions[FlowTransition(operation: operation, from: from, to: to), default: [:]][slice, default: 0] += 1
        contexts[Context(operation: operation, from: from), default: [:]][slice, default: 0] += 1
    }
}

extension FlowCounts {
    /// The children of every span, as flows.
    static func ofSpans(_ slices: TelemetrySlices) -> FlowCounts {
        var counts = FlowCounts()
        for row in 0..<slices.spans.count {
            guard let slice = slices.sliceOfSpan[row] else { continue }
            let steps = slices.forest.children[row].map { child -> FlowStep in
                guard let far = slices.forest.remoteCallee(of: child, slices.spans.services) else {
                    return .local(slices.operations.operations[slices.operations.codes[child]])
                }
                return .call(service: slices.spans.services[far], operation: slices.spans.names[far])
            }
            counts.add(steps, slices.operations.operations[slices.operations.codes[row]], slice: slice)
        }
        return counts
    }

    /// The log records of every span, as flows. Spans without records are left out: a service may not log at all.
    static func ofLogs(_ slices: TelemetrySlices) -> FlowCounts {
        let lines = LogLines(slices.events)
        var rows: [SpanKey: [Int]] = [:]
        for row in 0..<slices.events.count where slices.events.sources[row] != .link {
            guard slices.events.spanIDs[row] != .none else { continue }
            rows[SpanKey(slices.events.traceIDs[row], slices.events.spanIDs[row]), default: []].append(row)
        }
        var counts = FlowCounts()
        for span in 0..<slices.spans.count {
            guard let slice = slices.sliceOfSpan[span],
                let records = rows[SpanKey(slices.spans.traceIDs[span], slices.spans.spanIDs[span])]
            else { continue }
            let ordered = records.sorted {
                (slices.events.timeNanoseconds[$0], $0) < (slices.events.timeNanoseconds[$1], $1)
            }
            let steps = ordered.map { FlowStep.line(lines.text($0), isError: slices.isError($0)) }
            counts.add(steps, slices.operations.operations[slices.operations.codes[span]], slice: slice)
        }
        return counts
    }
}
