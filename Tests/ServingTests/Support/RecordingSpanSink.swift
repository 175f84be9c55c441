import SpanSources

/// A sink that keeps what it was handed, or refuses as told.
actor RecordingSpanSink: SpanSink {
    private(set) var requests: [ExportRequest] = []
    private let refusal: ExportRefusal?
    private let receipt: ExportReceipt

    init(refusing refusal: ExportRefusal? = nil, receipt: ExportReceipt = ExportReceipt(acceptedRows: 1)) {
        self.refusal = refusal
        self.receipt = receipt
    }

    func append(_ request: ExportRequest) async throws(ExportRefusal) -> ExportReceipt {
        requests.append(request)
        if let refusal { throw refusal }
        return receipt
    }
}
