import JSONValues
import Telemetry

/// Times as readers of JSON expect them.
enum ReportTime {
    static func readable(_ value: JSONValue) -> JSONValue {
        value.integer.map { .string(Timestamp(nanoseconds: $0).description) } ?? value
    }
}
