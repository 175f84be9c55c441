import Foundation
import OutboundHTTP
import SpanSources
import SpanStore

/// Where a command writes spans that does not own the span store: into the store while nobody has it, to the daemon's
/// receiver while the daemon does.
struct BorrowedSink: SpanSink {
    let configuration: Configuration
    let client: HTTPClient

    func append(_ request: ExportRequest) async throws(ExportRefusal) -> ExportReceipt {
        let store: SpanStore
        do throws(SpanStoreError) {
            store = try SpanStore.open(path: configuration.data + "/spans.db", clock: WallClock.now)
        } catch {
            return try await post(request)
        }
        do throws(ExportRefusal) {
            let receipt = try await store.append(request)
            await store.close()
            return receipt
        } catch {
            await store.close()
            throw error
        }
    }

    private func post(_ request: ExportRequest) async throws(ExportRefusal) -> ExportReceipt {
        let url = "http://\(configuration.listen.host):\(configuration.listen.otlpHTTP)/v1/\(request.signal)"
        do {
            let answer = try await client.send(
                HTTPRequest(.post, url, headers: ["Content-Type": request.encoding.mediaType], body: request.body))
            guard answer.status == 200 else {
                throw ExportRefusal.overloaded("\(url) answered \(answer.status)", retryAfterSeconds: 60)
            }
        } catch let refusal as ExportRefusal {
            throw refusal
        } catch {
            throw .overloaded("no daemon answers at \(url): \(error)", retryAfterSeconds: 60)
        }
        return ExportReceipt(acceptedRows: 0)
    }
}

extension ExportRequest.Encoding {
    fileprivate var mediaType: String { self == .json ? "application/json" : "application/x-protobuf" }
}
