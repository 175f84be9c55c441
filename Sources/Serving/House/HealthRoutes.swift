import Casebook
import HTTPTypes
import Hummingbird
import JSONValues
import NIOCore

/// `/healthz` for those who watch whyd, `/metrics` for Prometheus.
struct HealthRoutes: Sendable {
    let casebook: CaseStore
    let metrics: [any MetricsSource]

    func add(to router: Router<BasicRequestContext>) {
        router.get("/healthz") { _, _ in await health() }
        router.get("/metrics") { _, _ in await measurements() }
    }

    /// Healthy while the casebook can be read.
    private func health() async -> Response {
        do throws(CasebookError) {
            _ = try await casebook.cases(limit: 1)
            return .json(["status": "ok"])
        } catch {
            return .failure(error)
        }
    }

    private func measurements() async -> Response {
        var all: [Metric] = []
        for source in metrics { all += await source.metrics() }
        return Response(
            status: .ok, headers: [.contentType: PrometheusText.contentType],
            body: .init(byteBuffer: ByteBuffer(string: PrometheusText.page(all))))
    }
}
