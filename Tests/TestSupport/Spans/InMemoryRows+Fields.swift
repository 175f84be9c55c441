import SpanSources
import Telemetry

extension InMemoryRows {
    /// The value of a field in a row.
    func value(of field: Field, _ row: Int) -> AttributeValue? {
        switch field {
        case .intrinsic(let intrinsic): return self.intrinsic(intrinsic, row)
        case .attribute(let name): return attribute(name.scope, name.key, row)
        case .anyScope(let key):
            for scope in [AttributeScope.span, .resource, .instrumentation] {
                if let value = attribute(scope, key, row) { return value }
            }
            return nil
        case .build:
            for key in BuildIdentity.lookupOrder {
                if let value = attribute(.resource, key, row) { return .string(value.description) }
            }
            return nil
        }
    }

    private func attribute(_ scope: AttributeScope, _ key: String, _ row: Int) -> AttributeValue? {
        for spelling in AttributeAliases.spellings(of: key) {
            let name = AttributeName(scope, spelling)
            let value = dataset == .spans ? batch.spans.value(name, row: row) : batch.events.value(name, row: row)
            if let value { return value }
        }
        return nil
    }

    private func intrinsic(_ intrinsic: Intrinsic, _ row: Int) -> AttributeValue? {
        dataset == .spans ? spanIntrinsic(intrinsic, row) : eventIntrinsic(intrinsic, row)
    }

    private func spanIntrinsic(_ intrinsic: Intrinsic, _ row: Int) -> AttributeValue? {
        let spans = batch.spans
        switch intrinsic {
        case .name: return .string(spans.names[row])
        case .service: return .string(spans.services[row])
        case .duration: return .integer(spans.durationNanoseconds[row])
        case .status: return .string(spans.statuses[row].word)
        case .statusMessage: return .string(spans.statusMessages[row])
        case .kind: return .string(spans.kinds[row].word)
        case .traceID: return .string(spans.traceIDs[row].description)
        case .spanID: return .string(spans.spanIDs[row].description)
        case .parentID:
            return .string(spans.parentIDs[row] == .none ? "" : spans.parentIDs[row].description)
        case .time: return .integer(spans.startNanoseconds[row])
        case .severity, .body, .source: return nil
        }
    }

    private func eventIntrinsic(_ intrinsic: Intrinsic, _ row: Int) -> AttributeValue? {
        let events = batch.events
        switch intrinsic {
        case .name: return .string(events.names[row])
        case .service: return .string(events.services[row])
        case .traceID: return .string(events.traceIDs[row].description)
        case .spanID: return .string(events.spanIDs[row] == .none ? "" : events.spanIDs[row].description)
        case .time: return .integer(events.timeNanoseconds[row])
        case .severity: return .integer(Int64(events.severities[row]))
        case .body: return .string(events.bodies[row])
        case .source: return .string("\(events.sources[row])")
        case .duration, .status, .statusMessage, .kind, .parentID: return nil
        }
    }
}
