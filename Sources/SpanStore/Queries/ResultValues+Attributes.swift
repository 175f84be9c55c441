import SpanSources
import Telemetry

extension ResultValues {
    /// The column that holds these values best: of their own type where all agree, else as text.
    init(_ values: [AttributeValue?]) {
        var hasInteger = false
        var hasDouble = false
        var hasBoolean = false
        var hasText = false
        for case let value? in values {
            switch value {
            case .integer: hasInteger = true
            case .double: hasDouble = true
            case .boolean: hasBoolean = true
            case .string, .composite: hasText = true
            }
        }
        if hasText || (hasBoolean && (hasInteger || hasDouble)) || !(hasInteger || hasDouble || hasBoolean) {
            self = .strings(values.map { $0?.description })
        } else if hasBoolean {
            self = .booleans(values.map { if case .boolean(let flag) = $0 { flag } else { nil } })
        } else if hasDouble {
            self = .doubles(values.map { $0?.number })
        } else {
            self = .integers(values.map { if case .integer(let number) = $0 { number } else { nil } })
        }
    }
}
