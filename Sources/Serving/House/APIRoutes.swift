import Casebook
import HTTPTypes
import Hummingbird
import Investigation
import JSONValues
import Telemetry

/// The JSON API: what the page shows, for programs.
struct APIRoutes: Sendable {
    let casebook: CaseStore

    func add(to router: Router<BasicRequestContext>) {
        router.get("/api/cases") { request, _ in await cases(request) }
        router.get("/api/deploys") { request, _ in await deploys(request) }
        router.get("/api/reports") { request, _ in await list(request) }
        router.get("/api/reports/:id") { _, context in await report(context.parameters.get("id", as: Int64.self)) }
    }

    private func cases(_ request: Request) async -> Response {
        var states = Set(Case.State.allCases)
        if let word = request.uri.queryParameters.get("state") {
            guard let state = Case.State(rawValue: word) else {
                return .failure(
                    .badRequest, "unknown_state", "'state' must be one of: \(Self.words(Case.State.allCases))")
            }
            states = [state]
        }
        do throws(CasebookError) {
            let cases = try await casebook.cases(in: states, limit: request.limit)
            return try .list("cases", cases.map { $0.withoutLease })
        } catch {
            return .failure(error)
        }
    }

    private func deploys(_ request: Request) async -> Response {
        let service = request.uri.queryParameters.get("service")
        do throws(CasebookError) {
            return try .list("deploys", try await casebook.deploys(ofService: service, limit: request.limit))
        } catch {
            return .failure(error)
        }
    }

    private func list(_ request: Request) async -> Response {
        do throws(CasebookError) {
            let reports = try await casebook.reports(limit: request.limit)
            return .json(["reports": .array(reports.map(\.listed))])
        } catch {
            return .failure(error)
        }
    }

    private func report(_ id: Int64?) async -> Response {
        guard let id else { return .failure(.badRequest, "not_a_number", "a report's id is a number") }
        do throws(CasebookError) {
            guard let found = try await casebook.findReport(id) else {
                return .failure(.notFound, "notFound", "there is no report \(id)")
            }
            var members: [String: JSONValue] = [
                "id": .integer(id), "is_final": .boolean(found.isFinal),
                "published_at": .string("\(found.updatedAt)"),
                "verified_claims": .integer(Int64(found.report.verifiedClaims)),
                "claims": .integer(Int64(found.report.claims.count)),
            ]
            members["case"] = found.caseID.map { .integer($0) }
            members["report"] = try .encoded(found.report)
            members["evidence"] = try .encoded(try await casebook.evidence(ofReport: id))
            members["deliveries"] = try .encoded(try await casebook.deliveries(ofReport: id))
            members["verdicts"] = try .encoded(try await casebook.verdicts(ofReport: id))
            return .json(.object(members))
        } catch {
            return .failure(error)
        }
    }

    private static func words(_ states: [Case.State]) -> String { states.map(\.rawValue).joined(separator: ", ") }
}

extension ReportSummary {
    /// What a list shows.
    fileprivate var listed: JSONValue {
        var members: [String: JSONValue] = [
            "id": .integer(id), "is_final": .boolean(isFinal), "published_at": .string("\(createdAt)"),
            "title": .string(title), "outcome": .string(outcome.rawValue), "severity": .string(severity.rawValue),
            "confidence": .string(confidence.rawValue), "made_by": .string(madeBy),
            "verified_claims": .integer(Int64(verifiedClaims)), "claims": .integer(Int64(claims)),
        ]
        members["case"] = caseID.map { .integer($0) }
        members["service"] = service.map { .string($0) }
        members["build"] = build.map { .string($0) }
        members["suspect"] = suspect.map { .string($0) }
        members["verdict"] = verdict.map { .string($0.rawValue) }
        return .object(members)
    }
}

extension Case {
    /// A case as outsiders may see it: a lease's token is the right to investigate.
    fileprivate var withoutLease: Case {
        var copy = self
        copy.lease = nil
        return copy
    }
}

extension JSONValue {
    fileprivate static func encoded(_ value: some Encodable) throws(CasebookError) -> JSONValue {
        do { return try JSONValue(encoding: value) } catch { throw CasebookError(.unavailable, error.message) }
    }
}

extension Response {
    fileprivate static func list(_ name: String, _ values: some Encodable) throws(CasebookError) -> Response {
        .json(.object([name: try .encoded(values)]))
    }
}

extension Request {
    /// How many are asked for: `?limit=`, 1 to 500, else 50.
    var limit: Int { min(max(uri.queryParameters.get("limit", as: Int.self) ?? 50, 1), 500) }
}
