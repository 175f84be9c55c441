import Analysis
import JSONValues
import Telemetry

extension JSONValue {
    /// Operations as the casebook keeps them.
    init(_ operations: Set<Operation>) {
        self = .array(
            operations.sorted().map {
                ["service": .string($0.service), "name": .string($0.name), "kind": .string($0.kind.word)]
            })
    }
}

extension Operation {
    /// Reads operations back; what cannot be read is left out.
    static func all(in value: JSONValue) -> [Operation] {
        (value.array ?? []).compactMap { entry in
            guard let service = entry["service"]?.string, let name = entry["name"]?.string,
                let kind = SpanKind.allCases.first(where: { $0.word == entry["kind"]?.string })
            else { return nil }
            return Operation(service: service, name: name, kind: kind)
        }
    }
}
