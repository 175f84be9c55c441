/// An answer whose body is read while it arrives. Dropping it ends the call.
public struct HTTPStream: Sendable {
    public let head: HTTPHead
    public let body: Body

    /// The body in the pieces it arrived in. One reader; a cancelled reader gets `HTTPFailure.cancelled`, never a
    /// body that only looks whole.
    public struct Body: AsyncSequence, Sendable {
        public typealias Element = [UInt8]
        public typealias Failure = HTTPFailure

        let lease: TransferLease

        public func makeAsyncIterator() -> Iterator { Iterator(lease: lease) }

        /// Reads piece by piece.
        public struct Iterator: AsyncIteratorProtocol {
            let lease: TransferLease

            public mutating func next() async throws(HTTPFailure) -> [UInt8]? {
                try await lease.channel.nextChunk()
            }

            public mutating func next(
                isolation actor: isolated (any Actor)?
            ) async throws(HTTPFailure) -> [UInt8]? {
                try await lease.channel.nextChunk()
            }
        }
    }

    /// Reads the rest of the body.
    ///
    /// - Throws: `HTTPFailure.tooLarge` past `limit` bytes.
    public func collect(limit: Int) async throws(HTTPFailure) -> [UInt8] {
        var bytes: [UInt8] = []
        while let chunk = try await body.lease.channel.nextChunk() {
            guard bytes.count + chunk.count <= limit else {
                throw HTTPFailure(.tooLarge, "the answer is larger than \(limit) bytes")
            }
            bytes += chunk
        }
        return bytes
    }
}
