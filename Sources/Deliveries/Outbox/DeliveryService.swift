public import Casebook
public import Logging
public import ServiceLifecycle
public import Telemetry

/// Takes published reports to their destinations, each exactly once.
///
/// The outbox row exists before the first try; a process that dies between posting and noting it leaves a row whose
/// next try finds what was posted. Two processes may run this on one casebook.
public struct DeliveryService: Service {
    /// How long a claim holds; longer than any single call may take.
    static let claimSeconds = 60.0

    private let casebook: CaseStore
    private let destinations: Destinations
    private let link: @Sendable (Int64) -> String?
    private let clock: @Sendable () -> Timestamp
    private let wait: @Sendable (Duration) async throws -> Void
    private let policy: DeliveryPolicy
    private let logger: Logger

    /// Makes the service.
    ///
    /// - Parameters:
    ///   - link: Where people read a report by its id; nil where the page is not reachable for them.
    ///   - wait: Waits between rounds and deliveries.
    public init(
        casebook: CaseStore, destinations: Destinations, logger: Logger, policy: DeliveryPolicy = DeliveryPolicy(),
        clock: @escaping @Sendable () -> Timestamp, link: @escaping @Sendable (Int64) -> String? = { _ in nil },
        wait: @escaping @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }
    ) {
        self.casebook = casebook
        self.destinations = destinations
        self.logger = logger
        self.policy = policy
        self.clock = clock
        self.link = link
        self.wait = wait
    }

    /// Delivers what is due every two seconds until shutdown.
    public func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                await deliverDue()
                do { try await wait(.seconds(2)) } catch { return }
            }
        }
    }

    /// Tries everything that is due once; failures are noted in the casebook and logged.
    public func deliverDue() async {
        let due: [Delivery]
        do {
            due = try await casebook.dueDeliveries()
        } catch {
            logger.error("Deliveries cannot be read", metadata: ["reason": "\(error)"])
            return
        }
        for (index, delivery) in due.enumerated() {
            if index > 0 { do { try await wait(policy.spacing) } catch { return } }
            do {
                _ = try await attempt(delivery.id)
            } catch {
                logger.warning(
                    "A delivery failed", metadata: ["destination": "\(delivery.destination)", "reason": "\(error)"])
            }
        }
    }

    /// Delivers a report now and returns when it is there; nothing happens where it is there already.
    ///
    /// A temporary failure is thrown as well, and the delivery stays in the outbox for the daemon.
    public func deliver(reportID: Int64, to address: String) async throws(DeliveryFailure) -> Delivery {
        _ = try destinations.destination(address)
        var delivery: Delivery
        do { delivery = try await casebook.requestDelivery(reportID: reportID, to: address) } catch {
            throw DeliveryFailure(error)
        }
        while delivery.state != .delivered {
            if delivery.state == .failed { throw DeliveryFailure(.refused, delivery.lastError ?? "it was given up") }
            do {
                delivery = try await attempt(delivery.id)
            } catch  where error.code == .busy {
                // Its holder is at work, or died; a claim ends by itself.
                do { try await wait(.seconds(1)) } catch { throw DeliveryFailure(.busy, "interrupted while waiting") }
                delivery = try await reread(delivery)
            }
        }
        return delivery
    }

    private func attempt(_ id: Int64) async throws(DeliveryFailure) -> Delivery {
        let delivery: Delivery
        do { delivery = try await casebook.claimDelivery(id, seconds: Self.claimSeconds) } catch {
            throw DeliveryFailure(error)
        }
        do {
            let destination = try destinations.destination(delivery.destination)
            let receipt = try await destination.deliver(try await parcel(for: delivery))
            return try await note(receipt, of: delivery)
        } catch {
            try await note(error, of: delivery)
            throw error
        }
    }

    private func parcel(for delivery: Delivery) async throws(DeliveryFailure) -> Parcel {
        let stored: StoredReport?
        do { stored = try await casebook.findReport(delivery.reportID) } catch { throw DeliveryFailure(error) }
        guard let stored, let claim = delivery.claim else {
            throw DeliveryFailure(.notFound, "there is no report \(delivery.reportID)")
        }
        let casebook = casebook
        return Parcel(report: stored, link: link(stored.id), sentAt: clock()) { () async throws(DeliveryFailure) in
            do throws(CasebookError) {
                try await casebook.renewClaim(claim, ofDelivery: delivery.id, seconds: Self.claimSeconds)
            } catch {
                throw DeliveryFailure(error)
            }
        }
    }

    private func note(_ receipt: Receipt, of delivery: Delivery) async throws(DeliveryFailure) -> Delivery {
        do {
            return try await casebook.deliveryArrived(
                delivery.id, remoteID: receipt.remoteID, remoteURL: receipt.remoteURL)
        } catch {
            throw DeliveryFailure(error)
        }
    }

    private func note(_ failure: DeliveryFailure, of delivery: Delivery) async throws(DeliveryFailure) {
        // Whoever took the delivery over notes how it ends.
        if failure.code == .busy { return }
        let now = clock()
        let retryAt = policy.delay(after: failure, attempts: delivery.attempts + 1).map { delay in
            // Nobody's limit lasts longer than a day; a wrong clock over there must not stop a delivery for good.
            max(now + delay, min(failure.retryAt ?? now, now + .seconds(86_400)))
        }
        do {
            _ = try await casebook.deliveryFailed(
                delivery.id, because: failure.description, retryAt: retryAt)
        } catch {
            throw DeliveryFailure(error)
        }
    }

    private func reread(_ delivery: Delivery) async throws(DeliveryFailure) -> Delivery {
        do {
            return try await casebook.deliveries(ofReport: delivery.reportID).first { $0.id == delivery.id } ?? delivery
        } catch {
            throw DeliveryFailure(error)
        }
    }
}

extension DeliveryFailure {
    init(_ error: CasebookError) {
        switch error.code {
        // A delivery that is no longer pending was finished by somebody else meanwhile.
        case .leaseLost, .conflict: self.init(.busy, error.message, hint: error.hint)
        case .notFound: self.init(.notFound, error.message, hint: error.hint)
        default: self.init(.unavailable, error.message, hint: error.hint)
        }
    }
}
