import Detection
import SpanSources
import Telemetry
import TestSupport
import Testing

struct SlidingWindowsTests {
    static let start = Timestamp(seconds: 1_700_000_040)

    /// One request a second of two services.
    static func spans(seconds: Int) -> [TestSpan] {
        (0..<seconds).flatMap { second -> [TestSpan] in
            let time = (start + .seconds(second)).seconds * 1000 + 500
            return ["web", "store"].enumerated().map { place, service in
                TestSpan(
                    trace: UInt64(second + 1), id: UInt64(place + 1), parent: UInt64(place), start: time, duration: 9,
                    service: service, name: "GET /")
            }
        }
    }

    @Test func `windows end every ten seconds and are those read at once`() async throws {
        let source = InMemorySpanSource(Self.spans(seconds: 300))
        let sliding = SlidingWindows(WindowReader(source: source, bucketCount: 6))
        var ends: [Double] = []
        for second in stride(from: 200, through: 260, by: 5) {
            guard let windows = try await sliding.next(at: Self.start + .seconds(second)) else { continue }
            ends.append((windows.end - Self.start).inSeconds)
            #expect(windows.windowBuckets == 2 && windows.bucketCount <= 6)
            #expect(windows.operations.allSatisfy { $0.counts.suffix(5).allSatisfy { $0 == 30 } })
        }
        #expect(ends == [190, 200, 210, 220, 230, 240, 250])
    }

    @Test func `where nothing arrives nothing is read, and the silence is found`() async throws {
        let source = CountingSource(Self.spans(seconds: 300))
        let windows = RollingWindows(WindowReader(source: source))
        _ = try await windows.next(at: Self.start + .seconds(310))
        let before = source.reads
        #expect(before > 0)
        let silent = try #require(try await windows.next(at: Self.start + .seconds(370)))
        #expect(source.reads == before)
        #expect(silent.end == Self.start + .seconds(360))
        let findings = DetectorSuite.standard().findings(in: silent)
        #expect(findings.filter { $0.severity == .critical }.map(\.service) == [Finding.allServices])
        source.arrive()
        _ = try await windows.next(at: Self.start + .seconds(400))
        #expect(source.reads > before)
    }

    @Test func `what lies after the newest bucket is read although nothing arrived since`() async throws {
        let source = CountingSource(Self.spans(seconds: 300))
        let windows = RollingWindows(WindowReader(source: source))
        _ = try await windows.next(at: Self.start + .seconds(250))
        let next = try #require(try await windows.next(at: Self.start + .seconds(310)))
        #expect(next.operations.allSatisfy { $0.counts.allSatisfy { $0 == 30 } })
    }
}
