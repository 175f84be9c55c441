import Detection
import Foundation
import Testing

/// Traffic without a fault opens no case, however it looks. Each test is hours of telemetry.
struct QuietTrafficTests {
    private typealias Service = SimulatedTraffic.Service

    private func check(
        _ services: [SimulatedTraffic.Service], hours: Double, seeds: ClosedRange<UInt64> = 1...1,
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        for seed in seeds {
            let openings = SimulatedTraffic(services: services, seed: seed).openings(Int(hours * 120))
            let words = openings.map { "bucket \($0.0): \($0.1.explanation)" }
            #expect(words == [], "seed \(seed)", sourceLocation: sourceLocation)
        }
    }

    @Test func `steady services`() {
        check((1...6).map { Service(name: "steady-\($0)", rate: { _ in 60 }) }, hours: 4)
    }

    @Test func `days that come and go, with slower answers under load`() {
        func day(_ bucket: Int) -> Double { 1 + 0.8 * sin(Double(bucket) / 240 * 2 * .pi) }
        check(
            [
                Service(name: "web", rate: { 80 * day($0) }, milliseconds: { 20 * (0.7 + 0.3 * day($0)) }),
                Service(name: "orders", rate: { 15 * day($0) }, milliseconds: { 60 * (0.7 + 0.3 * day($0)) }),
            ], hours: 4)
    }

    @Test func `services with few and very uneven requests`() {
        check(
            (1...8).map { number in
                Service(
                    name: "rare-\(number)", rate: { _ in 4 }, milliseconds: { _ in 50 }, spread: 1.2,
                    errorShare: { _ in 0.1 })
            }, hours: 3)
    }

    @Test func `a job that comes every quarter of an hour and is slow`() {
        func isDue(_ bucket: Int) -> Bool { bucket % 30 < 3 }
        check(
            [
                Service(name: "web"),
                Service(
                    name: "batch", rate: { isDue($0) ? 200 : 0 }, milliseconds: { _ in 400 }, spread: 0.8,
                    errorShare: { _ in 0.02 }),
            ], hours: 3)
    }

    @Test func `a table lock now and then that makes some answers slow`() {
        func isLocked(_ bucket: Int) -> Bool { bucket % 30 < 2 }
        check([Service(name: "store", rate: { _ in 40 }, milliseconds: { isLocked($0) ? 120 : 8 })], hours: 4)
    }

    @Test func `a ramp over an hour`() {
        check([Service(name: "web", rate: { 20 + Double($0) / 4 }, milliseconds: { 20 + Double($0) / 24 })], hours: 4)
    }

    @Test func `a restart that leaves a gap of a bucket`() {
        check([Service(name: "web", rate: { _ in 60 }), Service(name: "api", rate: { $0 == 200 ? 0 : 50 })], hours: 3)
    }

    @Test func `one very slow answer in a quiet minute`() {
        check(
            [Service(name: "web", rate: { _ in 6 }, milliseconds: { $0 % 97 == 50 ? 4000 : 20 })], hours: 4)
    }

    @Test func `sampled traffic whose spans stand for a hundred each`() {
        check([Service(name: "web", rate: { _ in 600 }, errorShare: { _ in 0.02 }, weight: 100)], hours: 4)
    }
}
