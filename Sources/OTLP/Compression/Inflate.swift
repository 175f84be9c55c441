import CZlib

/// Decompresses request bodies, never past a limit.
public enum Inflate {
    /// The size OTLP 1.11 recommends as the limit of a request after decompression: 64 MiB.
    public static let recommendedLimit = 64 << 20

    /// Decompresses a gzip body (several members in a row included).
    ///
    /// - Parameter limit: At most this many bytes come out; memory use stays near it whatever the input claims.
    /// - Throws: `OTLPError` `.malformed` for broken or truncated input, `.tooLarge` past the limit.
    public static func gunzip(_ bytes: [UInt8], limit: Int = recommendedLimit) throws(OTLPError) -> [UInt8] {
        try inflate(bytes, windowBits: 15 + 16, name: "gzip", limit: limit)
    }

    /// Decompresses a zlib body (HTTP `Content-Encoding: deflate`).
    ///
    /// - Throws: as `gunzip`.
    public static func zlib(_ bytes: [UInt8], limit: Int = recommendedLimit) throws(OTLPError) -> [UInt8] {
        try inflate(bytes, windowBits: 15, name: "zlib", limit: limit)
    }

    private static func inflate(
        _ bytes: [UInt8], windowBits: Int32, name: String, limit: Int
    ) throws(OTLPError) -> [UInt8] {
        guard bytes.count <= Int(UInt32.max) else { throw OTLPError(.tooLarge, "the \(name) body is too large") }
        var stream = z_stream()
        guard inflateInit2_(&stream, windowBits, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else {
            throw OTLPError(.malformed, "the \(name) decoder could not start")
        }
        defer { inflateEnd(&stream) }
        var output: [UInt8] = []
        output.reserveCapacity(min(limit, max(bytes.count &* 4, 1024)))
        let outcome = bytes.withUnsafeBufferPointer { input in
            run(&stream, input, restartable: windowBits > 15, limit: limit, into: &output)
        }
        switch outcome {
        case .finished: return output
        case .overLimit:
            throw OTLPError(
                .tooLarge, "the body is larger than \(limit) bytes after decompression",
                hint: "send smaller batches or raise the request size limit")
        case .broken: throw OTLPError(.malformed, "the body is not valid \(name) data")
        case .truncated: throw OTLPError(.malformed, "the \(name) body ends too early")
        }
    }

    private enum Outcome { case finished, overLimit, broken, truncated }

    private static func run(
        _ stream: inout z_stream, _ input: UnsafeBufferPointer<UInt8>, restartable: Bool, limit: Int,
        into output: inout [UInt8]
    ) -> Outcome {
        stream.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
        stream.avail_in = UInt32(input.count)
        return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 1 << 16) { window in
            while true {
                stream.next_out = window.baseAddress
                stream.avail_out = UInt32(window.count)
                let status = CZlib.inflate(&stream, Z_NO_FLUSH)
                let produced = window.count - Int(stream.avail_out)
                if output.count + produced > limit { return .overLimit }
                output.append(contentsOf: window[0..<produced])
                switch status {
                case Z_STREAM_END:
                    guard restartable, stream.avail_in > 0 else { return .finished }
                    guard inflateReset(&stream) == Z_OK else { return .broken }
                case Z_OK: if stream.avail_in == 0 && produced < window.count { return .truncated }
                case Z_BUF_ERROR: return .truncated
                default: return .broken
                }
            }
        }
    }
}
