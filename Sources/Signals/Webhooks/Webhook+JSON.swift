import JSONValues
import Telemetry

extension Webhook {
    /// The body as a JSON object; of a form-encoded body, the field that holds it.
    func object(ofFormField field: String? = nil) throws(SignalsError) -> JSONValue {
        var bytes = body
        if let field, header("content-type")?.hasPrefix("application/x-www-form-urlencoded") == true {
            guard let found = FormBody(body)[field] else {
                throw SignalsError(.malformed, "the form has no field '\(field)'")
            }
            bytes = found
        }
        let value: JSONValue
        do {
            value = try JSONValue(parsing: bytes)
        } catch {
            throw SignalsError(.malformed, "the body is \(error.message)")
        }
        guard value.object != nil else { throw SignalsError(.malformed, "the body is not a JSON object") }
        return value
    }
}

extension JSONValue {
    /// Text that is there and not empty, cut to a sane length.
    func words(_ path: String...) -> String? {
        var value: JSONValue? = self
        for key in path { value = value?[key] }
        guard let text = value?.string, !text.isEmpty else { return nil }
        return String(text.prefix(500))
    }

    /// A time in RFC 3339; nil for none and for the zero date that means none.
    func time(_ path: String...) -> Timestamp? {
        var value: JSONValue? = self
        for key in path { value = value?[key] }
        guard let text = value?.string, !text.hasPrefix("0001-") else { return nil }
        return Timestamp(iso8601: text)
    }

    /// Text or a number, as text.
    func identifier(_ path: String...) -> String? {
        var value: JSONValue? = self
        for key in path { value = value?[key] }
        return value?.string.flatMap { $0.isEmpty ? nil : $0 } ?? value?.integer.map { String($0) }
    }
}
