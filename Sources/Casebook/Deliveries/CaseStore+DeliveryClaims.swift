import FoundationEssentials
import GRDB
import Telemetry

extension CaseStore {
    /// Claims a delivery, so that no other process posts it meanwhile.
    ///
    /// - Throws: `.leaseLost` while somebody else has it, `.conflict` where it is not pending.
    public func claimDelivery(_ id: Int64, seconds: Double) async throws(CasebookError) -> Delivery {
        let now = now()
        let token = UUID().uuidString
        return try await write { database in
            let delivery = try Self.requireDelivery("id = ?", [id], in: database)
            if delivery.state != .pending {
                throw CasebookError(.conflict, "delivery \(id) is \(delivery.state.rawValue)")
            }
            if let claim = delivery.claim, claim.expiresAt > now {
                throw CasebookError(.leaseLost, "another process is delivering to \(delivery.destination)")
            }
            try database.execute(
                sql: "UPDATE deliveries SET claim_token = ?, claimed_until_ns = ? WHERE id = ?",
                arguments: [token, (now + .seconds(seconds)).nanoseconds, id])
            return try Self.requireDelivery("id = ?", [id], in: database)
        }
    }

    /// Keeps a claim for `seconds` from now; called right before something is posted.
    ///
    /// - Throws: `.leaseLost` where another process took it over.
    public func renewClaim(_ claim: Lease, ofDelivery id: Int64, seconds: Double) async throws(CasebookError) {
        let until = now() + .seconds(seconds)
        try await write { database in
            try database.execute(
                sql: "UPDATE deliveries SET claimed_until_ns = ? WHERE id = ? AND claim_token = ?",
                arguments: [until.nanoseconds, id, claim.token])
            guard database.changesCount == 1 else {
                throw CasebookError(.leaseLost, "another process took delivery \(id) over")
            }
        }
    }
}
