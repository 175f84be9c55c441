import Casebook
import Investigation
import Logging
import Telemetry

/// Investigates the cases that wait, one after the other.
struct CaseRound: Sendable {
    let casebook: CaseStore
    let investigator: Investigator
    let plans: CasePlan
    let now: @Sendable () -> Timestamp
    let logger: Logger
    /// Where whyd's own spans go; nil keeps none.
    var selfTelemetry: SelfTelemetry?
    /// Told of the progress of every investigation; for the demo.
    var onEvent: @Sendable (Case, InvestigationEvent) async -> Void = { _, _ in }

    /// How long a case stays claimed without a sign of life.
    private static let leaseSeconds = 60.0

    /// Investigates until no case waits.
    func investigateWaiting() async throws {
        while !Task.isCancelled, let item = try await casebook.claimNextCase(leaseSeconds: Self.leaseSeconds) {
            guard let lease = item.lease else { continue }
            do {
                try await investigate(item, lease)
            } catch {
                logger.error(
                    "an investigation stopped; it is resumed later",
                    metadata: ["case": "\(item.id)", "error": "\(error)"])
                // After a failure the lease runs out by itself, so that a case that cannot be recorded is not tried
                // again at once and again; one that was only stopped is free for the next daemon.
                if (error as? InvestigationError)?.code == .cancelled || error is CancellationError {
                    try await casebook.releaseLease(lease, caseID: item.id)
                }
                throw error
            }
        }
    }

    private func investigate(_ item: Case, _ lease: Lease) async throws {
        let plan: InvestigationPlan
        if let unfinished = try await unfinishedPlan(of: item) {
            plan = unfinished
        } else {
            plan = try await newPlan(for: item)
        }
        logger.notice("an investigation began", metadata: ["case": "\(item.id)", "title": "\(item.title)"])
        let report = try await withThrowingTaskGroup(of: Report?.self) { group in
            group.addTask { try await investigator.investigate(plan) { event in await onEvent(item, event) } }
            group.addTask { try await keep(lease, of: item) }
            defer { group.cancelAll() }
            while let result = try await group.next() {
                if let report = result { return report }
            }
            throw CancellationError()
        }
        await selfTelemetry?.record(plan, report)
        logger.notice(
            "an investigation ended",
            metadata: [
                "case": "\(item.id)", "title": "\(report.title)", "outcome": "\(report.outcome.rawValue)",
                "confidence": "\(report.confidence.rawValue)",
            ])
    }

    /// The plan of an investigation that a crash cut short.
    private func unfinishedPlan(of item: Case) async throws -> InvestigationPlan? {
        guard let plan = try await casebook.plans(ofCase: item.id).first else { return nil }
        let report = try await casebook.findReport(ofInvestigation: plan.id)
        return report?.isFinal == true ? nil : plan
    }

    private func newPlan(for item: Case) async throws -> InvestigationPlan {
        plans.plan(for: item, signals: try await casebook.signals(ofCase: item.id), now: now())
    }

    /// Renews the lease until cancelled.
    private func keep(_ lease: Lease, of item: Case) async throws -> Report? {
        var lease = lease
        while !Task.isCancelled {
            try await Task.sleep(for: .seconds(Self.leaseSeconds / 3))
            lease = try await casebook.renewLease(lease, caseID: item.id, leaseSeconds: Self.leaseSeconds)
        }
        return nil
    }
}
