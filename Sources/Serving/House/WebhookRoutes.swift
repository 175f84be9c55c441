import Casebook
import HTTPTypes
import Hummingbird
import JSONValues
import NIOCore
import Signals
import Telemetry

/// The paths that alerts and deploys are posted to; one for each source there is.
struct WebhookRoutes: Sendable {
    let desk: SignalDesk
    let secrets: WebhookSecrets
    let now: @Sendable () -> Timestamp

    /// Larger than any of the sources sends in practice.
    private static let maximumBytes = 4 << 20

    func add(to router: Router<BasicRequestContext>) {
        for source in SignalSources.all {
            router.post(RouterPath("/v1/\(source.path)")) { request, _ in await receive(request, for: source) }
        }
    }

    private func receive(_ request: Request, for source: any SignalSource) async -> Response {
        guard request.isJSON || request.isForm(with: source.formHeader) else {
            return .failure(
                .unsupportedMediaType, "unsupported_media_type", "the content type must be application/json",
                hint: "where the sender offers form encoding, choose JSON")
        }
        let observations: Observations
        switch await body(of: request) {
        case .failure(let failure): return .failure(failure)
        case .success(let body):
            let webhook = Webhook(headers: request.headersByName, body: body, receivedAt: now())
            do throws(SignalsError) {
                observations = try source.read(webhook, secrets)
            } catch {
                return .failure(error)
            }
        }
        return await file(observations)
    }

    private func body(of request: Request) async -> Result<[UInt8], BoundedBodyReader.Failure> {
        let reader = BoundedBodyReader(
            maximumBytes: Self.maximumBytes, deadline: .seconds(30), clock: ContinuousClock())
        do throws(BoundedBodyReader.Failure) {
            return .success(Array(try await reader.read(request).readableBytesView))
        } catch {
            return .failure(error)
        }
    }

    /// 202 says that it is stored, not that it was investigated.
    private func file(_ observations: Observations) async -> Response {
        do throws(CasebookError) {
            let filing = try await desk.file(observations)
            var answer: [String: JSONValue] = [
                "signals": .integer(Int64(filing.signals.count)),
                "new_signals": .integer(Int64(filing.signals.count(where: \.isNewSignal))),
                "cases": .array(filing.caseIDs.map { .integer($0) }),
                "deploys": .integer(Int64(filing.deploys.count)),
                "new_deploys": .integer(Int64(filing.newDeploys)),
            ]
            let flags = observations.flagChanges.count
            if flags > 0 { answer["flags"] = .integer(Int64(flags)) }
            if let note = observations.note { answer["note"] = .string(note) }
            return .json(.object(answer), status: .accepted)
        } catch {
            return .failure(error)
        }
    }
}

extension Request {
    /// Browsers cannot send this type to another site without asking, which keeps foreign pages from posting here.
    fileprivate var isJSON: Bool {
        let type = headers[.contentType]?.prefix { $0 != ";" }.lowercased().filter { $0 != " " } ?? ""
        return type == "application/json" || (type.hasPrefix("application/") && type.hasSuffix("+json"))
    }

    /// A form with a header of the sender's own, which a page of another site cannot send without asking.
    fileprivate func isForm(with header: String?) -> Bool {
        guard let header, let name = HTTPField.Name(header), headers[name] != nil else { return false }
        return headers[.contentType]?.lowercased().hasPrefix("application/x-www-form-urlencoded") == true
    }

    fileprivate var headersByName: [String: String] {
        Dictionary(headers.map { ($0.name.canonicalName, $0.value) }, uniquingKeysWith: { first, _ in first })
    }
}

extension Response {
    fileprivate static func failure(_ failure: BoundedBodyReader.Failure) -> Response {
        switch failure {
        case .tooLarge: .failure(.contentTooLarge, "too_large", "the body is too large")
        case .overloaded: .failure(.serviceUnavailable, "overloaded", "too much is being received", retryAfter: 5)
        case .late: .failure(.requestTimeout, "late", "the request did not arrive in time")
        case .broken(let why): .failure(.badRequest, "broken", "the request broke off: \(why)")
        }
    }

    fileprivate static func failure(_ error: SignalsError) -> Response {
        let status: HTTPResponse.Status = error.code == .malformed ? .badRequest : .unauthorized
        return .failure(status, error.code.rawValue, error.message, hint: error.hint)
    }
}
