import JSONValues
public import SpanSources

/// The bodies an OTLP receiver answers with, in the encoding of the request.
public enum OTLPResponse {
    /// The body of HTTP 200: nothing to say (`{}` or zero bytes), or a partial success.
    ///
    /// - Parameters:
    ///   - rejectedRows: Spans or log records left out.
    ///   - message: Why, or a warning where nothing was left out.
    public static func success(
        _ signal: ExportRequest.Signal, _ encoding: ExportRequest.Encoding, rejectedRows: Int = 0, message: String = ""
    ) -> [UInt8] {
        let isPlain = rejectedRows == 0 && message.isEmpty
        switch encoding {
        case .protobuf:
            var writer = ProtobufWriter()
            guard !isPlain else { return [] }
            writer.message(1) {
                $0.integer(1, UInt64(clamping: rejectedRows))
                $0.text(2, message)
            }
            return writer.bytes
        case .json:
            guard !isPlain else { return Array("{}".utf8) }
            let count = signal == .traces ? "rejectedSpans" : "rejectedLogRecords"
            var partial: [String: JSONValue] = [:]
            if rejectedRows > 0 { partial[count] = .string(String(rejectedRows)) }
            if !message.isEmpty { partial["errorMessage"] = .string(message) }
            return Array(JSONValue.object(["partialSuccess": .object(partial)]).text.utf8)
        }
    }

    /// The body of HTTP 200 for what became of a request.
    public static func success(
        _ signal: ExportRequest.Signal, _ encoding: ExportRequest.Encoding, receipt: ExportReceipt
    ) -> [UInt8] {
        success(signal, encoding, rejectedRows: receipt.rejectedRows, message: receipt.message)
    }

    /// A `google.rpc.Status`, the body of every 4xx and 5xx answer.
    ///
    /// - Parameters:
    ///   - code: A gRPC status code, such as 3 for INVALID_ARGUMENT; 0 leaves it out.
    ///   - retryAfterSeconds: Adds a `google.rpc.RetryInfo` detail (protobuf only), as gRPC senders expect it in
    ///     `grpc-status-details-bin`.
    public static func status(
        code: Int, message: String, retryAfterSeconds: Int? = nil, encoding: ExportRequest.Encoding
    ) -> [UInt8] {
        switch encoding {
        case .protobuf:
            var writer = ProtobufWriter()
            writer.integer(1, UInt64(clamping: code))
            writer.text(2, message)
            if let retryAfterSeconds {
                writer.message(3) { detail in
                    detail.text(1, "type.googleapis.com/google.rpc.RetryInfo")
                    detail.message(2) { info in
                        info.message(1) { $0.integer(1, UInt64(clamping: retryAfterSeconds)) }
                    }
                }
            }
            return writer.bytes
        case .json:
            var members: [String: JSONValue] = ["message": .string(message)]
            if code != 0 { members["code"] = .integer(Int64(code)) }
            return Array(JSONValue.object(members).text.utf8)
        }
    }
}
