import FoundationEssentials

/// Text that is not JSON, or a value that JSON cannot hold.
public struct JSONError: Error, CustomStringConvertible, Sendable {
    /// What is wrong, in one sentence.
    public let message: String

    public var description: String { message }
}

extension JSONValue {
    /// Parses JSON text.
    ///
    /// - Throws: `JSONError` saying what is wrong; nesting deeper than 512 levels is refused.
    public init(parsing text: some StringProtocol) throws(JSONError) {
        try self.init(parsing: Array(text.utf8))
    }

    /// Parses the bytes of JSON text in UTF-8.
    public init(parsing bytes: [UInt8]) throws(JSONError) {
        do {
            self = try JSONDecoder().decode(JSONValue.self, from: Data(bytes))
        } catch {
            throw JSONError(message: "not valid JSON: \(Self.reason(error))")
        }
    }

    /// Compact text with sorted keys: the same value always gives the same bytes.
    public var text: String { rendered([.sortedKeys, .withoutEscapingSlashes]) }

    /// Indented text with sorted keys, for people.
    public var prettyText: String { rendered([.sortedKeys, .withoutEscapingSlashes, .prettyPrinted]) }

    /// Turns any encodable value into JSON.
    public init(encoding value: some Encodable) throws(JSONError) {
        do {
            self = try JSONDecoder().decode(JSONValue.self, from: JSONEncoder().encode(value))
        } catch {
            throw JSONError(message: "cannot be written as JSON: \(Self.reason(error))")
        }
    }

    /// Reads a value out of JSON.
    ///
    /// - Throws: `JSONError` naming the path that does not fit.
    public func decode<Value: Decodable>(_ type: Value.Type = Value.self) throws(JSONError) -> Value {
        do {
            return try JSONDecoder().decode(type, from: JSONEncoder().encode(self))
        } catch {
            throw JSONError(message: Self.reason(error))
        }
    }

    private func rendered(_ formatting: JSONEncoder.OutputFormatting) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = formatting
        encoder.nonConformingFloatEncodingStrategy = .convertToString(
            positiveInfinity: "Infinity", negativeInfinity: "-Infinity", nan: "NaN")
        guard let data = try? encoder.encode(self) else { return "null" }
        return String(decoding: data, as: UTF8.self)
    }

    private static func reason(_ error: any Error) -> String {
        guard let error = error as? DecodingError else { return "\(error)" }
        switch error {
        case .dataCorrupted(let context): return sentence(context, context.debugDescription)
        case .keyNotFound(let key, let context): return sentence(context, "'\(key.stringValue)' is missing")
        case .typeMismatch(let type, let context): return sentence(context, "expected \(type)")
        case .valueNotFound(let type, let context): return sentence(context, "expected \(type), found null")
        @unknown default: return "\(error)"
        }
    }

    private static func sentence(_ context: DecodingError.Context, _ words: String) -> String {
        let path = context.codingPath.map { $0.intValue.map { "[\($0)]" } ?? $0.stringValue }.joined(separator: ".")
        return path.isEmpty ? words : "\(words) at \(path)"
    }
}
