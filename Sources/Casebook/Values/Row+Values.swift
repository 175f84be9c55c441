import GRDB
import JSONValues
import Telemetry

/// Reads stored columns; the schema's constraints make the rest impossible, and a hand-edited file is reported.
extension Row {
    func time(_ column: String) -> Timestamp { Timestamp(nanoseconds: self[column]) }

    func optionalTime(_ column: String) -> Timestamp? {
        (self[column] as Int64?).map { Timestamp(nanoseconds: $0) }
    }

    func choice<Value: RawRepresentable>(_ column: String) throws -> Value where Value.RawValue == String {
        let text: String = self[column]
        guard let value = Value(rawValue: text) else {
            throw CasebookError(.unavailable, "whyd.db holds an unknown \(column): \(text)")
        }
        return value
    }

    func json(_ column: String) throws -> JSONValue { try JSONValue(parsing: self[column] as String) }

    func strings(_ column: String) throws -> [String] { try json(column).decode() }
}

extension JSONValue {
    /// The text of an encodable value, as it is stored.
    static func stored(_ value: some Encodable) throws -> String { try JSONValue(encoding: value).text }
}
