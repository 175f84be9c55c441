import HTTPTypes
import Hummingbird
import NIOCore
import OTLP
import SpanSources

/// The OTLP/HTTP paths: unpacks a request, hands it to the intake, packs the answer.
struct OTLPHTTPRoutes: Sendable {
    let intake: ExportIntake
    let clock: any Clock<Duration>

    func add(to router: Router<BasicRequestContext>) {
        for service in ExportDelivery.Service.allCases {
            let path = RouterPath("/v1/\(service.rawValue)")
            router.post(path) { request, _ in await export(request, to: service) }
            for method in [HTTPRequest.Method.get, .put, .delete, .patch, .head] {
                router.on(path, method: method) { request, _ in notAllowed(request) }
            }
        }
    }

    private func export(_ request: Request, to service: ExportDelivery.Service) async -> Response {
        guard let encoding = request.exportEncoding else {
            return failure(
                .unsupportedMediaType, "the content type must be application/x-protobuf or application/json", .json)
        }
        guard let compression = request.exportCompression else {
            return failure(
                .unsupportedMediaType, "the content encoding must be identity, gzip or deflate", encoding)
        }
        switch await body(of: request) {
        case .success(let body):
            defer { intake.budget.release(body.readableBytes) }
            let delivery = ExportDelivery(
                service: service, encoding: encoding, compression: compression, body: body)
            return response(to: await intake.take(delivery, over: "http"), encoding)
        case .failure(.refused(let outcome)):
            intake.note(outcome, of: service, over: "http")
            return response(to: outcome, encoding)
        case .failure(.late):
            return failure(.requestTimeout, "the request did not arrive in time", encoding)
        case .failure(.broken(let why)):
            return failure(.badRequest, "the request broke off: \(why)", encoding)
        }
    }

    private func body(of request: Request) async -> Result<ByteBuffer, BodyFailure> {
        let reader = BoundedBodyReader(
            maximumBytes: intake.limits.maximumRequestBytes, deadline: intake.limits.bodyDeadline, clock: clock,
            budget: intake.budget)
        do throws(BoundedBodyReader.Failure) {
            return .success(try await reader.read(request))
        } catch {
            return .failure(BodyFailure(error, intake))
        }
    }

    private enum BodyFailure: Error {
        case refused(ExportOutcome)
        case late
        case broken(String)

        init(_ failure: BoundedBodyReader.Failure, _ intake: ExportIntake) {
            switch failure {
            case .tooLarge: self = .refused(intake.overLimit)
            case .overloaded: self = .refused(intake.tooMuchInFlight)
            case .late: self = .late
            case .broken(let why): self = .broken(why)
            }
        }
    }
}

extension OTLPHTTPRoutes {
    private func response(to outcome: ExportOutcome, _ encoding: ExportRequest.Encoding) -> Response {
        switch outcome {
        case .taken(let body):
            Response(status: .ok, headers: encoding.responseHeaders, body: .init(byteBuffer: ByteBuffer(bytes: body)))
        case .tooLarge(let why): failure(.contentTooLarge, why, encoding)
        case .malformed(let why): failure(.badRequest, why, encoding)
        case .overloaded(let why, let seconds):
            failure(.serviceUnavailable, why, encoding, extra: [.retryAfter: String(seconds)])
        }
    }

    private func notAllowed(_ request: Request) -> Response {
        failure(
            .methodNotAllowed, "exports are sent with POST", request.exportEncoding ?? .json, extra: [.allow: "POST"])
    }

    /// A `google.rpc.Status` in the request's own encoding.
    private func failure(
        _ status: HTTPResponse.Status, _ message: String, _ encoding: ExportRequest.Encoding, extra: HTTPFields = [:]
    ) -> Response {
        var headers = encoding.responseHeaders
        headers.append(contentsOf: extra)
        let body = OTLPResponse.status(code: status.rpcCode, message: message, encoding: encoding)
        return Response(status: status, headers: headers, body: .init(byteBuffer: ByteBuffer(bytes: body)))
    }
}

extension Request {
    /// How the body is written; nil for what OTLP does not know. Parameters such as a character set are ignored.
    fileprivate var exportEncoding: ExportRequest.Encoding? {
        switch headers[.contentType]?.prefix(while: { $0 != ";" }).lowercased().filter({ $0 != " " }) {
        case "application/x-protobuf": .protobuf
        case "application/json": .json
        default: nil
        }
    }

    /// How the body is packed; nil for what cannot be unpacked.
    fileprivate var exportCompression: ExportDelivery.Compression? {
        switch headers[.contentEncoding]?.lowercased() {
        case nil, "", "identity": .some(.none)
        case "gzip", "x-gzip": .gzip
        case "deflate": .deflate
        default: nil
        }
    }
}

extension ExportRequest.Encoding {
    fileprivate var responseHeaders: HTTPFields {
        [.contentType: self == .json ? "application/json" : "application/x-protobuf"]
    }
}

extension HTTPResponse.Status {
    /// The `google.rpc.Code` that goes with an HTTP status.
    fileprivate var rpcCode: Int {
        switch self {
        case .badRequest, .unsupportedMediaType: 3
        case .requestTimeout: 4
        case .contentTooLarge: 8
        case .methodNotAllowed: 12
        case .serviceUnavailable: 14
        default: 13
        }
    }
}
