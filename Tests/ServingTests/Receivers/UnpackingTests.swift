import Dispatch
import NIOCore
import OTLP
import SpanSources
import TestSupport
import Testing

@testable import Serving

/// Where bodies are unpacked.
@Suite(.timeLimit(.minutes(1)))
struct UnpackingTests {
    private func delivery(_ body: [UInt8], _ compression: ExportDelivery.Compression) -> ExportDelivery {
        ExportDelivery(
            service: .traces, encoding: .protobuf, compression: compression, body: ByteBuffer(bytes: body))
    }

    @Test func `a body is unpacked on the threads that decode, not on those that tasks share`() async throws {
        let threads = DecodingThreads(count: 1)
        let sink = RecordingSpanSink()
        let intake = ExportIntake(sink: sink, counters: ReceiverCounters(), threads: threads)
        let (packed, plain) = (try Fixture.bytes("otlp/http-traces-004.pb.gz"), [UInt8](repeating: 0, count: 8))
        let gate = DispatchSemaphore(value: 0)
        async let busy: Void = threads.run(bytes: 1) { gate.wait() }
        async let outcome = intake.take(delivery(packed, .gzip), over: "http")
        while threads.bytesWaiting < 1 + packed.count { await Task.yield() }
        _ = await intake.take(delivery(plain, .none), over: "http")
        _ = await intake.take(delivery(try Fixture.bytes("otlp/http-traces-001.pb.gz"), .gzip), over: "http")
        #expect(
            await sink.requests.map { $0.body.count < 2000 } == [true, true], "what is small goes past the busy thread")
        gate.signal()
        guard case .taken = await outcome else { throw CancellationError() }
        #expect(await sink.requests.map(\.body.count).last == 18_370)
        await busy
        #expect(threads.bytesWaiting == 0 && intake.budget.bytesInFlight == 0)
    }

    @Test(arguments: [18_370, 18_369])
    func `what is unpacked counts, and a refused body gives all of it back`(_ room: Int) async throws {
        var limits = ReceiverLimits()
        limits.maximumBytesInFlight = room
        let intake = ExportIntake(sink: RecordingSpanSink(), limits: limits, counters: ReceiverCounters())
        let outcome = await intake.take(delivery(try Fixture.bytes("otlp/http-traces-004.pb.gz"), .gzip), over: "http")
        if case .taken = outcome { #expect(room == 18_370) } else { #expect(outcome == intake.tooMuchInFlight) }
        limits.maximumRequestBytes = 1 << 20
        let strict = ExportIntake(sink: RecordingSpanSink(), limits: limits, counters: ReceiverCounters())
        #expect(await strict.take(delivery(Bomb.gzip, .gzip), over: "http") == strict.overLimit)
        #expect(intake.budget.bytesInFlight == 0 && strict.budget.bytesInFlight == 0)
    }
}
