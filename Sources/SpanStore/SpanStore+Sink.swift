import OTLP
public import SpanSources

extension SpanStore: SpanSink {
    public func append(_ request: ExportRequest) async throws(ExportRefusal) -> ExportReceipt {
        guard case .writer(let writer, let decoder, _) = origin else {
            throw .overloaded("the span store is open for reading only", retryAfterSeconds: 60)
        }
        let bytes = request.body.count
        guard budget.take(bytes) else {
            throw .overloaded("too many requests wait for the disk", retryAfterSeconds: 1)
        }
        defer { budget.give(bytes) }
        switch await decoder.prepare(request) {
        case .success(let export): return try await writer.submit(export).get()
        case .failure(let error): throw .malformed(error.message)
        }
    }
}
