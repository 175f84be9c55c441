import Analysis
import Telemetry

/// Other names for the services, instances and ids of telemetry, in another alphabetical order.
///
/// A method that leans on names, or breaks ties by them, gives other results on the renamed case.
struct Renaming: Sendable {
    private let salt: UInt64
    /// Whether only trace and span ids change.
    private let keepsNames: Bool

    init(salt: UInt64 = 0x5EED, keepsNames: Bool = false) {
        self.salt = salt
        self.keepsNames = keepsNames
    }

    /// Sixteen hexadecimal digits that keep nothing of the name, neither its letters nor its order.
    func name(_ name: String) -> String {
        if keepsNames { return name }
        var hash = 0xCBF2_9CE4_8422_2325 ^ salt
        for byte in name.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        var mixer = SplitMix64(state: hash)
        let digits = String(mixer.next(), radix: 16)
        return "n" + String(repeating: "0", count: 16 - digits.count) + digits
    }

    /// The same telemetry under other names.
    func renamed(_ telemetry: TelemetryBatch) -> TelemetryBatch {
        var result = telemetry
        result.spans.services.dictionary = telemetry.spans.services.dictionary.map(name)
        result.spans.traceIDs = telemetry.spans.traceIDs.map(id)
        result.spans.spanIDs = telemetry.spans.spanIDs.map(id)
        result.spans.parentIDs = telemetry.spans.parentIDs.map(id)
        result.spans.attributes = telemetry.spans.attributes.map(column)
        result.events.services.dictionary = telemetry.events.services.dictionary.map(name)
        result.events.traceIDs = telemetry.events.traceIDs.map(id)
        result.events.spanIDs = telemetry.events.spanIDs.map(id)
        result.events.attributes = telemetry.events.attributes.map(column)
        return result
    }

    private func id(_ id: SpanID) -> SpanID { id == .none ? .none : SpanID(mixed(id.value)) }

    private func id(_ id: TraceID) -> TraceID {
        id == .none ? .none : TraceID(high: mixed(id.high), low: mixed(id.low))
    }

    /// One to one, and nobody without the salt can turn it round.
    private func mixed(_ value: UInt64) -> UInt64 {
        var mixer = SplitMix64(state: value ^ salt)
        return mixer.next()
    }

    private func column(_ column: AttributeColumn) -> AttributeColumn {
        let names = ["service.name", "service.instance.id", "k8s.pod.name", "host.name"]
        guard !keepsNames, column.name.scope == .resource, names.contains(column.name.key),
            case .strings(var texts) = column.values
        else { return column }
        var result = column
        texts.dictionary = texts.dictionary.map(name)
        result.values = .strings(texts)
        return result
    }

    /// Whether a localisation of renamed telemetry says the same as that of the original.
    func isSame(_ original: Localisation, _ renamed: Localisation) -> Bool {
        guard original.candidates.count == renamed.candidates.count else { return false }
        return zip(original.candidates, renamed.candidates).allSatisfy { old, new in
            name(old.service) == new.service && old.instance.map(name) == new.instance
                && abs(old.score - new.score) <= 1e-9 * abs(old.score) && old.operation == new.operation
                && old.faultKind == new.faultKind && old.codeRegions == new.codeRegions
        }
    }
}
