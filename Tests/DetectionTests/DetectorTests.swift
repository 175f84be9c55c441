import Detection
import Telemetry
import Testing

struct DetectorTests {
    /// Twelve half-minute buckets, the last two in question.
    private func windows(
        _ operations: [OperationSeries] = [], events: [EventSeries] = [], flows: [FlowSeries] = []
    ) -> OperationWindows {
        OperationWindows(
            start: Timestamp(seconds: 1_000_000_020), bucket: .seconds(30), bucketCount: 12, windowBuckets: 2,
            operations: operations, events: events, flows: flows)
    }

    private func series(
        _ service: String = "orders", build: String? = nil, counts: [Double]? = nil,
        errors: (Int) -> Double = { _ in 0 },
        milliseconds: (Int) -> Double = { _ in 20 }
    ) -> OperationSeries {
        let counts = counts ?? Array(repeating: 40, count: 12)
        return OperationSeries(
            service: service, operation: "GET /orders", kind: .server, build: build, counts: counts,
            errors: (0..<12).map { min(counts[$0], errors($0)) },
            latencies: (0..<12).map { bucket in
                var sketch = LatencySketch()
                for place in 0..<Int(counts[bucket]) {
                    sketch.add(nanoseconds: milliseconds(bucket) * 1e6 * (0.8 + 0.01 * Double(place)))
                }
                return sketch
            })
    }

    private func kinds(_ windows: OperationWindows) -> [Finding.Kind] {
        DetectorSuite.standard().findings(in: windows).map(\.kind)
    }

    @Test func `steady traffic is no finding`() {
        #expect(kinds(windows([series(errors: { $0 % 2 == 0 ? 1 : 0 }, milliseconds: { 20 + Double($0 % 3) })])) == [])
    }

    @Test func `a risen error rate is found with its onset and both shares`() throws {
        let found = DetectorSuite.standard().findings(in: windows([series(errors: { $0 >= 10 ? 20 : 0 })]))
        let finding = try #require(found.first { $0.kind == .errorRate })
        #expect(finding.observed == 0.5 && finding.expected == 0)
        #expect(finding.onset == Timestamp(seconds: 1_000_000_020 + 300))
        #expect(finding.explanation == "orders GET /orders fails in 50 % of 80 spans, 0 % of 400 before.")
    }

    @Test func `one bad bucket is no trend`() {
        #expect(kinds(windows([series(errors: { $0 == 11 ? 20 : 0 })])) == [])
    }

    @Test func `a latency shift is found and a jumpy operation is not`() {
        #expect(kinds(windows([series(milliseconds: { $0 >= 10 ? 90 : 20 })])) == [.latency])
        #expect(kinds(windows([series(milliseconds: { $0 % 2 == 0 ? 90 : 20 })])) == [])
    }

    @Test func `a silent service is found although it sends no error`() {
        let silent = series("stock", counts: (0..<12).map { $0 >= 10 ? 0 : 40 })
        #expect(kinds(windows([series(), silent])).contains(.silence))
    }

    @Test func `less traffic everywhere is no silent service`() {
        let counts = (0..<12).map { $0 >= 10 ? 8.0 : 40 }
        #expect(kinds(windows([series(counts: counts), series("stock", counts: counts)])) == [])
    }

    @Test func `a new error template is found`() {
        let event = EventSeries(
            service: "orders", template: "TimeoutError", severity: 17, counts: (0..<12).map { $0 >= 10 ? 8 : 0 })
        #expect(kinds(windows(events: [event])) == [.newErrorTemplate])
    }

    @Test func `a flow that ends early is charged to the service that was called last`() throws {
        let flow = FlowSeries(
            service: "web", operation: "GET /", from: "the call to stock Get", to: "the end", callee: "stock",
            counts: (0..<12).map { $0 >= 10 ? 38 : 0 }, contextCounts: Array(repeating: 40, count: 12))
        let finding = try #require(DetectorSuite.standard().findings(in: windows(flows: [flow])).first)
        #expect(finding.kind == .structureChange && finding.service == "stock")
    }

    @Test func `a slower build is named`() throws {
        let old = series(build: "1.0", counts: (0..<12).map { $0 < 8 ? 40 : 0 })
        let new = series(build: "1.1", counts: (0..<12).map { $0 < 8 ? 0 : 40 }, milliseconds: { _ in 60 })
        let found = DetectorSuite.standard().findings(in: windows([old, new]))
        let finding = try #require(found.first { $0.kind == .buildRegression })
        #expect(finding.build == "1.1")
    }

    @Test func `a build that is cold at first, or was well before, is no regression`() {
        func found(_ new: OperationSeries) -> [Finding.Kind] {
            let old = series(build: "1.0", counts: (0..<12).map { $0 < 4 ? 40 : 0 })
            return BuildRegressionDetector().screen(windows([old, new])).findings.map(\.kind)
        }
        let counts = (0..<12).map { $0 < 4 ? 0.0 : 40 }
        func new(errors: (Int) -> Double = { _ in 0 }, milliseconds: (Int) -> Double = { _ in 20 }) -> OperationSeries {
            series(build: "1.1", counts: counts, errors: errors, milliseconds: milliseconds)
        }
        #expect(found(new(milliseconds: { $0 < 7 ? 120 : 20 })).isEmpty)
        #expect(found(new(milliseconds: { $0 < 9 ? 120 : 20 })).isEmpty)
        #expect(found(new(milliseconds: { $0 < 10 ? 20 : 120 })).isEmpty)
        #expect(found(new(milliseconds: { _ in 120 })) == [.buildRegression])
        #expect(found(new(errors: { $0 < 10 ? 0 : 20 })).isEmpty)
        #expect(found(new(errors: { _ in 20 })) == [.buildRegression])
    }

    @Test func `work that moved is no finding, and work that was added is`() {
        func work(_ service: String, _ operation: String, caller: String? = nil, _ class: (Int) -> Int) -> WorkSeries {
            WorkSeries(
                service: service, operation: operation, caller: caller, callerOperation: caller.map { _ in "call" },
                latencies: (0..<12).map { LatencySketch(counts: [`class`($0): 60]) })
        }
        /// From 8 ms to 90 ms in the window, or the other way round.
        func slower(_ bucket: Int) -> Int { bucket >= 10 ? 211 : 184 }
        func faster(_ bucket: Int) -> Int { bucket >= 10 ? 184 : 211 }
        func found(_ work: [WorkSeries]) -> [String] {
            var seen = windows()
            seen.work = work
            return LatencyShiftDetector().screen(seen).findings.compactMap(\.operation)
        }
        #expect(found([work("stock", "SELECT", slower)]) == ["SELECT"])
        #expect(found([work("stock", "SELECT", slower), work("stock", "Get", faster)]) == [])
        #expect(found([work("stock", "SELECT", slower), work("cart", "Get", faster)]) == ["SELECT"])
        let called = work("stock", "SELECT", caller: "cart") { _ in 150 }
        #expect(found([work("stock", "SELECT", slower), work("cart", "Get", faster), called]) == [])
    }

    @Test func `who calls only one service and ceases to is told`() {
        let calls = WorkSeries(
            service: "stock", operation: "Get", caller: "orders", callerOperation: "call",
            latencies: (0..<12).map { LatencySketch(counts: $0 >= 10 ? [:] : [160: 40]) })
        func found(_ orders: OperationSeries) -> [Finding.Kind] {
            var seen = windows([orders])
            seen.work = [calls]
            return EdgePresenceDetector().screen(seen).findings.map(\.kind)
        }
        #expect(found(series()) == [.vanishedEdge])
        #expect(found(series(counts: (0..<12).map { $0 >= 10 ? 0 : 40 })) == [])
    }

    @Test func `a silence that goes on is found as long as it lasts`() {
        for silent in [2, 6, 12, 40] {
            let counts = (0..<60).map { $0 >= 60 - silent ? 0.0 : 40 }
            let quiet = SimulatedTraffic.Service(name: "stock", rate: { counts[$0] })
            let others = SimulatedTraffic.Service(name: "web", rate: { _ in 200 })
            let found = ThroughputDetector().screen(SimulatedTraffic(services: [quiet, others]).windows(60)).findings
            #expect(found.map(\.kind) == [.silence] && found.first?.service == "stock", "\(silent)")
        }
    }

    @Test func `minutes in which nobody received anything hide no silence`() {
        let gap = 20..<40
        func rate(_ bucket: Int) -> Double { gap.contains(bucket) ? 0 : 100 }
        let quiet = SimulatedTraffic.Service(name: "stock", rate: { $0 >= 58 ? 0 : rate($0) })
        let others = SimulatedTraffic.Service(name: "web", rate: rate)
        let found = ThroughputDetector().screen(SimulatedTraffic(services: [quiet, others]).windows(60)).findings
        #expect(found.map(\.service) == ["stock"])
    }

    @Test func `a recovery and another way are no findings`() {
        func flow(_ to: String, _ counts: (Int) -> Int) -> FlowSeries {
            FlowSeries(
                service: "web", operation: "GET /", from: "the call to stock Get", to: to, callee: nil,
                counts: (0..<12).map(counts), contextCounts: Array(repeating: 40, count: 12))
        }
        let recovery = [flow("the end") { $0 >= 10 ? 0 : 40 }, flow("the call to cart Put") { $0 >= 10 ? 40 : 0 }]
        #expect(kinds(windows(flows: recovery)) == [])
    }

    @Test func `an early end counts only beyond what was held before`() {
        func severities(now: Int, before: [Int]) -> [Finding.Severity] {
            let flow = FlowSeries(
                service: "web", operation: "GET /", from: "the call to stock Get", to: "the end", callee: "stock",
                counts: (0..<12).map { $0 >= 10 ? now : (before.contains($0) ? 20 : 0) },
                contextCounts: Array(repeating: 40, count: 12))
            return FlowDetector().screen(windows(flows: [flow])).findings.map(\.severity)
        }
        #expect(severities(now: 40, before: []) == [.critical] && severities(now: 24, before: []) == [.critical])
        #expect(severities(now: 40, before: [3, 4]) == [.notice])
        #expect(severities(now: 24, before: [3, 4]) == [])
        #expect(severities(now: 40, before: [3]) == [.critical])
    }

    @Test func `a level that was held twice before is a habit`() {
        func slow(_ bucket: Int) -> Double { [2, 3, 6, 7, 10, 11].contains(bucket) ? 90 : 20 }
        #expect(kinds(windows([series(milliseconds: slow)])) == [])
    }

    @Test func `too little history judges nothing`() {
        let short = windows([series(milliseconds: { $0 >= 10 ? 90 : 20 })]).buckets(5..<12)
        #expect(kinds(short) == [])
    }

    @Test func `a few new errors open a case only beside a change of the traces`() {
        let records = EventSeries(
            service: "orders", template: "TimeoutError", severity: 17, counts: (0..<12).map { $0 >= 10 ? 4 : 0 })
        func opens(_ windows: OperationWindows) -> Bool {
            FindingGroup.grouped(DetectorSuite.standard().findings(in: windows)).contains(where: \.opensCase)
        }
        let slower = series(milliseconds: { $0 >= 10 ? 70 : 20 })
        #expect(!opens(windows(events: [records])))
        #expect(!opens(windows([slower])))
        #expect(opens(windows([slower], events: [records])))
    }

    @Test func `calls that cease are told`() throws {
        let calls = WorkSeries(
            service: "stock", operation: "Get", caller: "web", callerOperation: "call",
            latencies: (0..<12).map { LatencySketch(counts: $0 >= 10 ? [:] : [160: 40]) })
        let others = WorkSeries(
            service: "cart", operation: "Get", caller: "web", callerOperation: "call",
            latencies: Array(repeating: LatencySketch(counts: [160: 40]), count: 12))
        var seen = windows()
        seen.work = [calls, others]
        let found = DetectorSuite.standard().findings(in: seen)
        #expect(found.map(\.kind) == [.vanishedEdge])
        #expect(found.first?.explanation == "web calls stock no more: none where 80 calls were due.")
    }

    @Test func `more requests in progress without more requests is saturation`() {
        let full = series(milliseconds: { $0 >= 10 ? 9000 : 1000 })
        #expect(kinds(windows([full])).contains(.saturation))
        let surge = series(counts: (0..<12).map { $0 >= 10 ? 400 : 40 })
        #expect(!kinds(windows([surge])).contains(.saturation))
    }

    @Test func `the deepest of related findings leads the group`() throws {
        let failing = [series("web", errors: { $0 >= 10 ? 20 : 0 }), series("stock", errors: { $0 >= 10 ? 20 : 0 })]
        let found = DetectorSuite.standard().findings(in: windows(failing))
        let groups = FindingGroup.grouped(found, callees: ["web": ["stock"]])
        #expect(groups.count == 1)
        #expect(groups.first?.lead.service == "stock")
    }
}
