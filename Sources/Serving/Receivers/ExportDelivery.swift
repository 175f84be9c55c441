import NIOCore
import SpanSources

/// An export request as a transport received it, compression and all.
struct ExportDelivery: Sendable {
    /// The OTLP services there are; whyd keeps the first two.
    enum Service: String, Sendable, CaseIterable { case traces, logs, metrics }
    /// How the body is packed.
    enum Compression: Sendable { case none, gzip, deflate }

    var service: Service
    var encoding: ExportRequest.Encoding
    var compression: Compression
    var body: ByteBuffer
}

/// What a transport has to tell the sender.
enum ExportOutcome: Sendable, Equatable {
    /// Taken; the encoded response message.
    case taken([UInt8])
    /// Larger than the limit, as sent or unpacked.
    case tooLarge(String)
    /// Not what it claims to be.
    case malformed(String)
    /// Too much at once.
    case overloaded(String, retryAfterSeconds: Int)
}
