import Detection
import Foundation
import Testing

/// Every kind of fault, at several volumes and sizes, opens a case within some buckets of its beginning.
struct FaultTrafficTests {
    private static let begins = 60

    private func check(
        _ change: (inout SimulatedTraffic.Service) -> Void, within buckets: Int, kind: Finding.Kind,
        seeds: ClosedRange<UInt64> = 1...2, sourceLocation: SourceLocation = #_sourceLocation
    ) {
        for seed in seeds {
            var faulty = SimulatedTraffic.Service(name: "faulty")
            change(&faulty)
            let traffic = SimulatedTraffic(
                services: [SimulatedTraffic.Service(name: "web", rate: { _ in 100 }), faulty], seed: seed)
            let openings = traffic.openings(Self.begins + buckets)
            let kinds = openings.map(\.1.kind)
            #expect(kinds.contains(kind), "seed \(seed)", sourceLocation: sourceLocation)
            #expect(openings.allSatisfy { $0.0 > Self.begins }, "seed \(seed)", sourceLocation: sourceLocation)
            let services = Set(openings.map(\.1.service))
            #expect(services == ["faulty"], "seed \(seed)", sourceLocation: sourceLocation)
        }
    }

    private func isFaulty(_ bucket: Int) -> Bool { bucket >= Self.begins }

    @Test(arguments: [10.0, 40, 400]) func `a delay that multiplies by ten`(rate: Double) {
        check(
            {
                $0.rate = { _ in rate }
                $0.milliseconds = { isFaulty($0) ? 200 : 20 }
            }, within: 2, kind: .latency)
    }

    @Test(arguments: [20.0, 100]) func `a tail that takes a fifth of many spans`(rate: Double) {
        check(
            {
                $0.rate = { _ in rate * 5 }
                $0.spread = 0.3
                $0.milliseconds = { isFaulty($0) ? 300 : 10 }
            }, within: 2, kind: .latency)
    }

    @Test(arguments: [0.1, 0.3, 1]) func `errors of some spans`(share: Double) {
        check(
            {
                $0.rate = { _ in 60 }
                $0.errorShare = { isFaulty($0) ? share : 0.001 }
            }, within: 3, kind: .errorRate)
    }

    @Test(arguments: [20.0, 200]) func `spans that end early`(rate: Double) {
        check(
            {
                $0.rate = { _ in rate }
                $0.endsEarly = { isFaulty($0) ? 0.8 : 0 }
            }, within: 2, kind: .structureChange)
    }

    @Test(arguments: [30.0, 300]) func `a service that falls silent`(rate: Double) {
        check({ $0.rate = { isFaulty($0) ? 0 : rate } }, within: 2, kind: .silence)
    }

    @Test(arguments: [1, 6]) func `all services fall silent at once`(others: Int) {
        var services = (0..<others).map { SimulatedTraffic.Service(name: "other-\($0)") }
        services.append(SimulatedTraffic.Service(name: "web", rate: { _ in 200 }))
        for place in services.indices {
            let rate = services[place].rate
            services[place].rate = { isFaulty($0) ? 0 : rate($0) }
        }
        let openings = SimulatedTraffic(services: services).openings(Self.begins + 2)
        #expect(openings.map(\.0) == [Self.begins + 2])
        #expect(openings.map(\.1.kind) == [.silence] && openings.map(\.1.service) == [Finding.allServices])
    }

    @Test func `a service with a few requests a minute that fail, later than one with many`() {
        check(
            {
                $0.rate = { _ in 2 }
                $0.errorShare = { isFaulty($0) ? 1 : 0.001 }
            }, within: 8, kind: .errorRate)
    }

    @Test func `a service with a few requests a minute that take long`() {
        check(
            {
                $0.rate = { _ in 2 }
                $0.milliseconds = { isFaulty($0) ? 2000 : 20 }
            }, within: 8, kind: .latency)
    }

    @Test func `a service with a few requests a minute that end early`() {
        check(
            {
                $0.rate = { _ in 3 }
                $0.endsEarly = { isFaulty($0) ? 1 : 0 }
            }, within: 8, kind: .structureChange)
    }

    @Test func `a service with a few requests a minute that falls silent`() {
        check({ $0.rate = { isFaulty($0) ? 0 : 6 } }, within: 8, kind: .silence)
    }

    @Test func `a service that sends a tenth of what it sent`() {
        check({ $0.rate = { isFaulty($0) ? 20 : 200 } }, within: 2, kind: .throughputDrop)
    }
}
