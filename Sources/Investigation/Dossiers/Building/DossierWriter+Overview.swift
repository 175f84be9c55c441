import Analysis
import JSONValues
import ToolKit

/// What is known of the fault itself.
extension DossierWriter {
    var overview: ToolTable {
        var rows: [[JSONValue]] = [["onset", facts.onset.map { .string("\($0)") } ?? "unknown"]]
        if let exemplar = facts.exemplar { rows.append(["example_trace", .string("\(exemplar)")]) }
        if let silence = facts.silence {
            rows.append(["silent_services", .integer(Int64(silence.services.count))])
            rows.append(["spans_seen", .rounded(silence.seen)])
            rows.append(["spans_due", .rounded(silence.due)])
            if let last = silence.lastSpan { rows.append(["last_span", .string("\(last)")]) }
        }
        for service in silentServices.prefix(20) { rows.append(["silent_service", .string(service)]) }
        for exception in facts.exceptions {
            rows.append(["exception", .string("\(exception.type): \(exception.message)")])
        }
        for message in facts.messages { rows.append(["error_message", .string(message)]) }
        return ToolTable(columns: [.init("fact"), .init("value", isUntrusted: true)], rows: rows)
    }

    var operations: ToolTable {
        let shown = facts.affected.prefix(10) + facts.operations.filter { $0.deviations.isEmpty }.prefix(6)
        return ToolTable(
            columns: [
                .init("service"), .init("operation", isUntrusted: true), .init("kind"), .init("deviates"),
                .init("spans", unit: "count"), .init("spans_before", unit: "count"), .init("errors", unit: "share"),
                .init("errors_before", unit: "share"), .init("p95", unit: "ms"), .init("p95_before", unit: "ms"),
            ],
            rows: shown.map {
                [
                    .string($0.service), .string($0.operation), .string($0.kind),
                    .string($0.deviations.joined(separator: ", ")), .rounded($0.count), .rounded($0.baselineCount),
                    .rounded($0.errorShare), .rounded($0.baselineErrorShare), .rounded($0.milliseconds),
                    .rounded($0.baselineMilliseconds),
                ]
            })
    }

    /// Who met it; of users and tenants how many different ones, of sorts how many spans.
    var people: ToolTable {
        var rows: [[JSONValue]] = []
        func add(_ name: String, _ affected: Int?, _ seen: Int?) {
            guard let affected, let seen else { return }
            rows.append([.string(name), .integer(Int64(affected)), .integer(Int64(seen))])
        }
        add("users", facts.people?.usersAffected, facts.people?.usersSeen)
        add("tenants", facts.people?.tenantsAffected, facts.people?.tenantsSeen)
        for sort in facts.people?.segments.prefix(6) ?? [] {
            rows.append([.string("\(sort.field) = \(sort.value)"), .rounded(sort.failures), .rounded(sort.spans)])
        }
        return ToolTable(
            columns: [.init("who", isUntrusted: true), .init("affected", unit: "count"), .init("seen", unit: "count")],
            rows: rows)
    }

    var silentServices: [String] {
        facts.silence?.services
            ?? (facts.localisation?.candidates ?? []).filter { $0.evidence.contains { $0.signal == .silence } }
            .map(\.service)
    }
}
