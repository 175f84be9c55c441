import Analysis
import JSONValues
import ToolKit

/// Which service it is, along which calls, and where a trace's time goes.
extension DossierWriter {
    var localisation: ToolTable {
        ToolTable(
            columns: [
                .init("service"), .init("score"), .init("looks"), .init("operation", isUntrusted: true),
                .init("instance"), .init("code", isUntrusted: true), .init("evidence", isUntrusted: true),
            ],
            rows: (facts.localisation?.candidates ?? []).prefix(5).map { candidate in
                [
                    .string(candidate.service), .rounded(candidate.score), .string(candidate.faultKind.words),
                    .string(candidate.operation), candidate.instance.map(JSONValue.string) ?? .null,
                    candidate.codeRegions.first.map(JSONValue.string) ?? .null,
                    .string(candidate.telling.map(\.explanation).joined(separator: " ")),
                ]
            })
    }

    /// The measures behind the first candidates, one row each; what is not measured in a unit is null.
    var signals: ToolTable {
        let units = ["share", "ms", "count"]
        let rows = (facts.localisation?.candidates ?? []).prefix(2).flatMap { $0.evidence.prefix(3) }
        return ToolTable(
            columns: [
                .init("n"), .init("service"), .init("signal"), .init("caller"), .init("operation", isUntrusted: true),
            ] + units.flatMap { [.init($0, unit: $0), .init("\($0)_before", unit: $0)] } + [
                .init("spans", unit: "count"), .init("spans_before", unit: "count"),
            ],
            rows: rows.enumerated().map { position, evidence in
                let measures = units.flatMap { unit -> [JSONValue] in
                    unit == evidence.unit
                        ? [.rounded(evidence.observed), .rounded(evidence.expected)] : [.null, .null]
                }
                let head: [JSONValue] = [
                    .integer(Int64(position + 1)), .string(evidence.service), .string(evidence.signal.rawValue),
                    .string(evidence.operationService), .string(evidence.operation),
                ]
                return head + measures + [
                    .integer(Int64(evidence.sampleSize)), .integer(Int64(evidence.baselineSize)),
                ]
            })
    }

    var path: ToolTable {
        ToolTable(
            columns: [
                .init("service"), .init("operation", isUntrusted: true), .init("now", unit: "ms"),
                .init("before", unit: "ms"), .init("added", unit: "ms"),
            ],
            rows: (facts.path?.parts ?? []).prefix(6).map {
                [
                    .string($0.operation.service), .string($0.operation.name), .rounded($0.milliseconds),
                    .rounded($0.baselineMilliseconds), .rounded($0.addedMilliseconds),
                ]
            })
    }

    /// The calls between services that deviate or are suspected, so that a way from fault to symptom can be read.
    var calls: ToolTable {
        var names = Set(facts.affected.map(\.service))
        let candidates = (facts.localisation?.candidates ?? []).prefix(5)
        names.formUnion(candidates.map(\.service))
        names.formUnion(candidates.flatMap(\.evidence).map(\.operationService))
        let edges = (facts.map?.calls ?? [:]).flatMap { caller, callees in
            callees.map { (caller: caller, callee: $0.key, count: $0.value) }
        }.filter { names.contains($0.caller) && names.contains($0.callee) }
        return ToolTable(
            columns: [.init("caller"), .init("callee"), .init("calls", unit: "count")],
            rows: edges.sorted { ($1.count, $0.caller, $0.callee) < ($0.count, $1.caller, $1.callee) }.prefix(20).map {
                [.string($0.caller), .string($0.callee), .integer(Int64($0.count))]
            })
    }
}
