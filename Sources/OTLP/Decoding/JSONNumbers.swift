import Telemetry

/// Numbers of OTLP/JSON: 64-bit integers stand in strings or bare, and never pass through a Double.
enum JSONNumbers {
    static func unsigned(_ reader: inout JSONReader) throws(WireFault) -> UInt64 {
        if try reader.takeNull() { return 0 }
        let text = String(decoding: try reader.numberText(), as: UTF8.self)
        if let number = UInt64(text) { return number }
        guard !text.isEmpty else { return 0 }
        // 1.5e18 is a legal JSON number for an integer field.
        guard let number = Double(text), number >= 0, number < 18e18 else { throw .number }
        return UInt64(number)
    }

    static func signed(_ reader: inout JSONReader) throws(WireFault) -> Int64 {
        if try reader.takeNull() { return 0 }
        let text = String(decoding: try reader.numberText(), as: UTF8.self)
        if let number = Int64(text) { return number }
        guard let number = Double(text), abs(number) < 9e18 else { throw .number }
        return Int64(number)
    }

    static func double(_ reader: inout JSONReader) throws(WireFault) -> Double {
        if try reader.takeNull() { return 0 }
        switch String(decoding: try reader.numberText(), as: UTF8.self) {
        case "NaN": return .nan
        case "Infinity": return .infinity
        case "-Infinity": return -.infinity
        case let text:
            guard let number = Double(text) else { throw .number }
            return number
        }
    }

    /// A span kind; names, which the specification forbids, are understood too.
    static func kind(_ reader: inout JSONReader) throws(WireFault) -> UInt8 {
        guard try reader.peek() == UInt8(ascii: "\"") else { return UInt8(clamping: try unsigned(&reader)) }
        let text = String(decoding: try reader.string(), as: UTF8.self)
        let word = text.hasPrefix("SPAN_KIND_") ? text.dropFirst(10).lowercased() : text
        return SpanKind.allCases.first { $0.word == word }?.rawValue ?? UInt8(word) ?? 0
    }

    /// A status code; names, which the specification forbids, are understood too.
    static func status(_ reader: inout JSONReader) throws(WireFault) -> UInt8 {
        guard try reader.peek() == UInt8(ascii: "\"") else { return UInt8(clamping: try unsigned(&reader)) }
        let text = String(decoding: try reader.string(), as: UTF8.self)
        let word = text.hasPrefix("STATUS_CODE_") ? text.dropFirst(12).lowercased() : text
        return SpanStatus.allCases.first { $0.word == word }?.rawValue ?? UInt8(word) ?? 0
    }
}
