import Casebook
import HTTPTypes
import Hummingbird
import NIOCore
import Telemetry

/// The web page: the list of reports, and one report with its evidence.
struct PageRoutes: Sendable {
    let casebook: CaseStore
    let pages: Pages
    let now: @Sendable () -> Timestamp

    func add(to router: Router<BasicRequestContext>) {
        router.get("/") { request, _ in await list(request) }
        router.get("/reports/:id") { _, context in await report(context.parameters.get("id", as: Int64.self)) }
        router.get("/style.css") { _, _ in
            Response(
                status: .ok, headers: [.contentType: "text/css; charset=utf-8", .cacheControl: "max-age=300"],
                body: .init(byteBuffer: ByteBuffer(bytes: pages.styleSheet)))
        }
    }

    private func list(_ request: Request) async -> Response {
        do throws(CasebookError) {
            let reports = try await casebook.reports(limit: request.limit)
            let waiting = try await casebook.cases(in: [.open, .investigating], limit: 20)
            let deploys = try await casebook.deploys(limit: 8)
            let diffs = try await casebook.diffReports(ofDeploys: deploys.map(\.id))
            let view = ReportListView(
                reports: reports, waiting: waiting, deploys: deploys, diffReports: diffs, now: now())
            return page(pages.render("reports", view.values))
        } catch {
            return problem(error.message)
        }
    }

    private func report(_ id: Int64?) async -> Response {
        do throws(CasebookError) {
            guard let id, let found = try await casebook.findReport(id) else {
                return problem("There is no such report.", status: .notFound)
            }
            let view = ReportView(
                stored: found, evidence: try await casebook.evidence(ofReport: id),
                signals: try await signals(of: found),
                deliveries: try await casebook.deliveries(ofReport: id),
                verdicts: try await casebook.verdicts(ofReport: id), now: now())
            return page(pages.render("report", view.values))
        } catch {
            return problem(error.message)
        }
    }

    private func signals(of report: StoredReport) async throws(CasebookError) -> [Signal] {
        guard let caseID = report.caseID else { return [] }
        return try await casebook.signals(ofCase: caseID)
    }

    private func problem(_ sentence: String, status: HTTPResponse.Status = .serviceUnavailable) -> Response {
        page(pages.render("page", ["title": "whyd", "problem": sentence]), status: status)
    }

    private func page(_ html: String, status: HTTPResponse.Status = .ok) -> Response {
        Response(
            status: status, headers: [.contentType: "text/html; charset=utf-8", .cacheControl: "no-store"],
            body: .init(byteBuffer: ByteBuffer(string: html)))
    }
}
