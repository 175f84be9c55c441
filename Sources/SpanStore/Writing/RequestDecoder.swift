import OTLP
import SpanSources

/// Decodes requests on threads of their own.
struct RequestDecoder: Sendable {
    /// What the fingerprints of log requests are made with.
    let key: UInt64
    let threads: DecodingThreads

    func prepare(_ request: ExportRequest) async -> Result<PreparedExport, OTLPError> {
        await threads.run(bytes: request.body.count) {
            do throws(OTLPError) {
                return .success(try PreparedExport(request, key: key))
            } catch {
                return .failure(error)
            }
        }
    }
}
