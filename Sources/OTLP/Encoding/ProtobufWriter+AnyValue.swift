import JSONValues
import Telemetry

extension ProtobufWriter {
    /// The fields of a `KeyValue`.
    mutating func keyValue(_ key: String, _ value: AttributeValue) {
        text(1, key)
        message(2) { $0.anyValue(value) }
    }

    /// The field of an `AnyValue`.
    mutating func anyValue(_ value: AttributeValue) {
        switch value {
        case .string(let text): data(1, text.utf8)
        case .boolean(let flag): explicit(2, flag ? 1 : 0)
        case .integer(let number): explicit(3, UInt64(bitPattern: number))
        case .double(let number): fixed64(4, number.bitPattern)
        case .composite(let json):
            guard let parsed = try? JSONValue(parsing: json) else { return data(1, json.utf8) }
            // A composite that is a JSON string holds bytes in base64; plain text is never a composite.
            if let base64 = parsed.string, let bytes = Base64.decode(base64.utf8) {
                data(7, bytes)
            } else {
                anyValue(parsed)
            }
        }
    }

    private mutating func anyValue(_ value: JSONValue) {
        switch value {
        case .null: break
        case .boolean(let flag): explicit(2, flag ? 1 : 0)
        case .integer(let number): explicit(3, UInt64(bitPattern: number))
        case .number(let number): fixed64(4, number.bitPattern)
        case .string(let text): data(1, text.utf8)
        case .array(let elements):
            message(5) { list in for element in elements { list.message(1) { $0.anyValue(element) } } }
        case .object(let members):
            message(6) { list in
                for (key, member) in members.sorted(by: { $0.key < $1.key }) {
                    list.message(1) {
                        $0.text(1, key)
                        $0.message(2) { $0.anyValue(member) }
                    }
                }
            }
        }
    }

    /// A varint field inside a oneof, where zero is a value and not an absence.
    private mutating func explicit(_ field: Int, _ value: UInt64) {
        varint(UInt64(field) << 3)
        varint(value)
    }
}
