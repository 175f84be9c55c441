/// A gRPC call's end (https://github.com/grpc/grpc/blob/master/doc/statuscodes.md).
struct GRPCStatus: Sendable, Equatable {
    /// The codes a receiver uses.
    enum Code: Int, Sendable {
        case ok = 0
        case invalidArgument = 3
        case deadlineExceeded = 4
        case resourceExhausted = 8
        case unimplemented = 12
        case internalError = 13
        case unavailable = 14
    }

    var code: Code
    var message: String
    /// Asks the sender to come back; goes out as `google.rpc.RetryInfo`.
    var retryAfterSeconds: Int?

    init(_ code: Code, _ message: String = "", retryAfterSeconds: Int? = nil) {
        self.code = code
        self.message = message
        self.retryAfterSeconds = retryAfterSeconds
    }

    /// The message as it may stand in a header: printable ASCII, everything else percent-encoded.
    var headerMessage: String {
        var text = ""
        for byte in message.utf8.prefix(1024) {
            if (0x20...0x7E).contains(byte), byte != UInt8(ascii: "%") {
                text.unicodeScalars.append(Unicode.Scalar(byte))
            } else {
                let digits = String(byte, radix: 16, uppercase: true)
                text += "%" + (digits.count == 1 ? "0" : "") + digits
            }
        }
        return text
    }
}

extension GRPCStatus {
    /// The status for a delivery that was not taken; nil for one that was.
    ///
    /// `RESOURCE_EXHAUSTED` goes without retry information: a request that is too large stays too large.
    init?(_ outcome: ExportOutcome) {
        switch outcome {
        case .taken: return nil
        case .tooLarge(let why): self.init(.resourceExhausted, why)
        case .malformed(let why): self.init(.invalidArgument, why)
        case .overloaded(let why, let seconds): self.init(.unavailable, why, retryAfterSeconds: seconds)
        }
    }
}
