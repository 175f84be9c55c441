import NIOCore
import NIOHTTP2
import SpanSources

/// One HTTP/2 stream: one call.
final class GRPCStreamHandler: ChannelInboundHandler {
    typealias InboundIn = HTTP2Frame.FramePayload
    typealias OutboundOut = HTTP2Frame.FramePayload

    private let intake: ExportIntake
    private var reader: GRPCRequestReader
    private var isAnswered = false
    private var clientIsDone = false
    private var reservedBytes = 0
    private var deadline: Scheduled<Void>?

    init(intake: ExportIntake) {
        self.intake = intake
        reader = GRPCRequestReader(maximumMessageBytes: intake.limits.maximumRequestBytes)
    }

    func handlerAdded(context: ChannelHandlerContext) {
        let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        deadline = context.eventLoop.scheduleTask(in: TimeAmount(intake.limits.bodyDeadline)) {
            let (handler, context) = bound.value
            handler.fail(GRPCStatus(.deadlineExceeded, "the request did not arrive in time"), context)
        }
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        deadline?.cancel()
        deadline = nil
        release()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .headers(let headers):
            clientIsDone = headers.endStream
            guard !isAnswered else { return }
            perform(reader.receive(headers.headers, endStream: headers.endStream), context)
        case .data(let part):
            clientIsDone = part.endStream
            guard !isAnswered, case .byteBuffer(var bytes) = part.data else { return }
            guard intake.budget.reserve(bytes.readableBytes) else {
                return end(with: intake.tooMuchInFlight, context)
            }
            reservedBytes += bytes.readableBytes
            perform(reader.receive(&bytes, endStream: part.endStream), context)
        default:
            break
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }

    private func perform(_ step: GRPCRequestReader.Step, _ context: ChannelHandlerContext) {
        switch step {
        case .wait: break
        case .fail(let status): fail(status, context)
        case .refuse(let httpStatus): answer(GRPCReply.refusal(httpStatus: httpStatus), context)
        case .call(let request): call(request, context)
        }
    }

    private func call(_ request: GRPCRequestReader.Request, _ context: ChannelHandlerContext) {
        deadline?.cancel()
        guard let service = ExportDelivery.Service(grpcPath: request.path) else {
            return fail(GRPCStatus(.unimplemented, "there is no method \(request.path)"), context)
        }
        let delivery = ExportDelivery(
            service: service, encoding: .protobuf, compression: request.compression, body: request.message)
        let promise = context.eventLoop.makePromise(of: ExportOutcome.self)
        promise.completeWithTask { [intake] in await intake.take(delivery, over: "grpc") }
        let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        promise.futureResult.whenSuccess { outcome in
            let (handler, context) = bound.value
            handler.end(with: outcome, context)
        }
    }

    private func end(with outcome: ExportOutcome, _ context: ChannelHandlerContext) {
        if case .taken(let message) = outcome {
            answer(GRPCReply.success(message), context)
        } else if let status = GRPCStatus(outcome) {
            fail(status, context)
        }
    }

    private func fail(_ status: GRPCStatus, _ context: ChannelHandlerContext) {
        answer(GRPCReply.failure(status), context)
    }

    private func answer(_ frames: [HTTP2Frame.FramePayload], _ context: ChannelHandlerContext) {
        guard !isAnswered, context.channel.isActive else { return }
        isAnswered = true
        deadline?.cancel()
        release()
        for frame in frames { context.write(wrapOutboundOut(frame), promise: nil) }
        // RFC 9113, 8.1: a server that has answered before the request was whole asks for the rest not to be sent.
        if !clientIsDone { context.write(wrapOutboundOut(.rstStream(.noError)), promise: nil) }
        context.flush()
    }

    private func release() {
        intake.budget.release(reservedBytes)
        reservedBytes = 0
    }
}

extension ExportDelivery.Service {
    /// The service a gRPC path names.
    fileprivate init?(grpcPath: String) {
        switch grpcPath {
        case "/opentelemetry.proto.collector.trace.v1.TraceService/Export": self = .traces
        case "/opentelemetry.proto.collector.logs.v1.LogsService/Export": self = .logs
        case "/opentelemetry.proto.collector.metrics.v1.MetricsService/Export": self = .metrics
        default: return nil
        }
    }
}
