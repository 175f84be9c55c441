import Telemetry

/// How often each step followed each other inside spans, per slice of time.
struct FlowCounts: Sendable {
    /// One transition.
    struct Flow: Sendable {
        let transition: FlowTransition
        /// How often it was made.
        fileprivate(set) var counts = SliceCounts()
        /// How often it was made in spans that failed, where that was told.
        fileprivate(set) var failures = SliceCounts()
        /// Where the context stands that it was made in.
        fileprivate let context: Int
    }

    /// As first seen.
    private(set) var flows: [Flow] = []
    /// Per operation and step: how often anything followed.
    private var contexts: [SliceCounts] = []

    /// How often anything followed the step that a transition begins with, in spans of its operation.
    func context(of flow: Flow) -> SliceCounts { contexts[flow.context] }
}

/// Counts steps by number: texts are looked at once per step, not once per span.
private struct FlowCounter {
    private(set) var counts = FlowCounts()
    private let operations: [Operation]
    private var steps: [FlowStep] = [.begin, .end]
    private var contextPlaces: [UInt64: Int] = [:]
    private var flowPlaces: [UInt64: Int] = [:]
    private var last = 0
    private var operation = 0
    private var slice = 0
    private var isFailing = false

    init(_ operations: [Operation]) { self.operations = operations }

    /// A number for a step that has none yet.
    mutating func number(_ step: FlowStep) -> Int {
        steps.append(step)
        return steps.count - 1
    }

    /// The steps of a span follow.
    mutating func begin(_ operation: Int, slice: Int, isFailing: Bool = false) {
        (self.operation, self.slice, self.isFailing, last) = (operation, slice, isFailing, 0)
    }

    /// A step that repeats at once counts once, so that loops of any length look alike.
    mutating func add(_ step: Int) {
        guard step != last else { return }
        counts.count(place(of: step), slice, isFailing)
        last = step
    }

    mutating func end() { add(1) }

    private mutating func place(of step: Int) -> Int {
        let context = UInt64(operation) << 32 | UInt64(last)
        let contextPlace = contextPlaces[context] ?? counts.addContext()
        if contextPlace == contextPlaces.count { contextPlaces[context] = contextPlace }
        let flow = UInt64(contextPlace) << 32 | UInt64(step)
        if let known = flowPlaces[flow] { return known }
        let transition = FlowTransition(operation: operations[operation], from: steps[last], to: steps[step])
        let place = counts.addFlow(transition, context: contextPlace)
        flowPlaces[flow] = place
        return place
    }
}

extension FlowCounts {
    fileprivate mutating func addContext() -> Int {
        contexts.append(SliceCounts())
        return contexts.count - 1
    }

    fileprivate mutating func addFlow(_ transition: FlowTransition, context: Int) -> Int {
        flows.append(Flow(transition: transition, context: context))
        return flows.count - 1
    }

    fileprivate mutating func count(_ place: Int, _ slice: Int, _ isFailing: Bool) {
        flows[place].counts.add(slice)
        if isFailing { flows[place].failures.add(slice) }
        contexts[flows[place].context].add(slice)
    }
}

extension FlowCounts {
    /// The children of every span, as flows.
    ///
    /// - Parameter failing: which spans failed; empty where that does not matter.
    static func ofSpans(_ slices: TelemetrySlices, failing: [Bool] = []) -> FlowCounts {
        let forest = slices.forest
        var counter = FlowCounter(slices.operations.operations)
        var numbers = ChildSteps(slices)
        for row in 0..<slices.spans.count {
            guard let slice = slices.sliceOfSpan[row] else { continue }
            counter.begin(
                slices.operations.codes[row], slice: slice, isFailing: !failing.isEmpty && failing[row])
            for place in forest.children.places(of: row) {
                counter.add(numbers.number(of: forest.children.listed[place], &counter))
            }
            counter.end()
        }
        return counter.counts
    }

    /// The log records of every span, as flows. Spans without records are left out: a service may not log at all.
    ///
    /// - Parameter failing: which spans failed; empty where that does not matter.
    static func ofLogs(_ slices: TelemetrySlices, failing: [Bool] = []) -> FlowCounts {
        let lines = LogLines(slices.events)
        var counter = FlowCounter(slices.operations.operations)
        var numbers = [Int](repeating: 0, count: lines.texts.count * 2)
        var last = -1
        for record in records(slices) {
            if record.span != last {
                if last >= 0 { counter.end() }
                last = record.span
                counter.begin(
                    slices.operations.codes[last], slice: slices.sliceOfSpan[last] ?? 0,
                    isFailing: !failing.isEmpty && failing[last])
            }
            let isError = slices.isError(record.row)
            let code = lines.codes[record.row] * 2 + (isError ? 1 : 0)
            if numbers[code] == 0 { numbers[code] = counter.number(.line(lines.text(record.row), isError: isError)) }
            counter.add(numbers[code])
        }
        if last >= 0 { counter.end() }
        return counter.counts
    }

    /// Records of spans inside a slice, by span, then by time, then as they came.
    private static func records(_ slices: TelemetrySlices) -> [(span: Int, row: Int)] {
        let events = slices.events
        let spans = slices.spans.rows(ofTraces: events.traceIDs, spans: events.spanIDs)
        let attached = spans.indices.filter { row in
            spans[row] >= 0 && events.sources[row] != .link && events.spanIDs[row] != .none
                && slices.sliceOfSpan[Int(spans[row])] != nil
        }
        return attached.sorted {
            (spans[$0], events.timeNanoseconds[$0], $0) < (spans[$1], events.timeNanoseconds[$1], $1)
        }.map { (Int(spans[$0]), $0) }
    }
}

/// The numbers of steps that are children, by the child's operation.
private struct ChildSteps {
    private let slices: TelemetrySlices
    /// By operation; 0 where it is no step yet.
    private var locals: [Int]
    private var calls: [Int]
    /// A call is told by service and name: operations that differ in kind alone are one step.
    private var callNumbers: [UInt64: Int] = [:]

    init(_ slices: TelemetrySlices) {
        self.slices = slices
        locals = [Int](repeating: 0, count: slices.operations.operations.count)
        calls = locals
    }

    mutating func number(of child: Int, _ counter: inout FlowCounter) -> Int {
        let operations = slices.operations
        guard let far = slices.forest.remoteCallee(of: child, slices.spans.services) else {
            let code = operations.codes[child]
            if locals[code] == 0 { locals[code] = counter.number(.local(operations.operations[code])) }
            return locals[code]
        }
        let code = operations.codes[far]
        guard calls[code] == 0 else { return calls[code] }
        let key = UInt64(slices.spans.services.codes[far]) << 32 | UInt64(slices.spans.names.codes[far])
        let callee = operations.operations[code]
        let number = callNumbers[key] ?? counter.number(.call(service: callee.service, operation: callee.name))
        (callNumbers[key], calls[code]) = (number, number)
        return number
    }
}
