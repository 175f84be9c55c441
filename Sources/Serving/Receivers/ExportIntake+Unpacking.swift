import NIOCore
import OTLP

extension ExportIntake {
    /// A refusal on its way to a transport.
    struct Refused: Error {
        var outcome: ExportOutcome
    }

    /// Bodies of so few bytes, packed and unpacked, take no longer to unpack than to hand over.
    private static let smallBody = 16 << 10

    /// The body as the sink takes it; what will be stored is on the budget then.
    func unpack(_ delivery: ExportDelivery) async -> Result<[UInt8], Refused> {
        let packed = Array(delivery.body.readableBytesView)
        let limit = limits.maximumRequestBytes
        guard packed.count <= limit else { return .failure(Refused(outcome: overLimit)) }
        guard delivery.compression != .none else { return reserve(packed, of: delivery) }
        if packed.count <= Self.smallBody,
            let body = try? delivery.compression.inflate(packed, limit: min(limit, Self.smallBody))
        {
            return reserve(body, of: delivery)
        }
        // On the budget before the next one is unpacked, not when the task goes on: that may be long after.
        return await threads.run(bytes: packed.count) {
            do throws(OTLPError) {
                return reserve(try delivery.compression.inflate(packed, limit: limit), of: delivery)
            } catch {
                return .failure(Refused(outcome: error.code == .tooLarge ? overLimit : .malformed(error.message)))
            }
        }
    }

    private func reserve(_ body: [UInt8], of delivery: ExportDelivery) -> Result<[UInt8], Refused> {
        guard delivery.service.storedSignal != nil, !budget.reserve(body.count) else { return .success(body) }
        return .failure(Refused(outcome: tooMuchInFlight))
    }
}

extension ExportDelivery.Compression {
    fileprivate func inflate(_ packed: [UInt8], limit: Int) throws(OTLPError) -> [UInt8] {
        switch self {
        case .none: packed
        case .gzip: try Inflate.gunzip(packed, limit: limit)
        case .deflate: try Inflate.zlib(packed, limit: limit)
        }
    }
}
