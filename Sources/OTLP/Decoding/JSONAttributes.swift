/// Reads attribute lists and values of OTLP/JSON.
enum JSONAttributes {
    /// A list of `{"key":…,"value":…}`.
    static func list(_ reader: inout JSONReader, _ arena: ByteArena) throws(WireFault) -> [RawAttribute] {
        var attributes: [RawAttribute] = []
        try reader.array { (reader) throws(WireFault) in
            var attribute = RawAttribute(key: Bytes(start: nil, count: 0), value: .boolean(false))
            var hasValue = false
            try reader.object { (reader, key) throws(WireFault) in
                if key.spells("key") {
                    attribute.key = try reader.string()
                } else if key.spells("value") {
                    attribute.value = try value(&reader, arena)
                    hasValue = true
                } else {
                    try reader.skip()
                }
            }
            if !hasValue { attribute.value = .composite(arena.keep(Array("null".utf8))) }
            attributes.append(attribute)
        }
        return attributes
    }

    /// An `AnyValue`.
    static func value(_ reader: inout JSONReader, _ arena: ByteArena) throws(WireFault) -> RawValue {
        var result: RawValue?
        let text = try reader.capture()
        var members = JSONReader(text, arena)
        try members.object { (reader, key) throws(WireFault) in
            if result == nil, key.spells("stringValue") {
                result = .text(try reader.string())
            } else if result == nil, key.spells("boolValue") {
                result = .boolean(try reader.boolean())
            } else if result == nil, key.spells("intValue") {
                result = .integer(try JSONNumbers.signed(&reader))
            } else if result == nil, key.spells("doubleValue") {
                result = .double(try JSONNumbers.double(&reader))
            } else {
                try reader.skip()
            }
        }
        if let result { return result }
        var composite = CompositeText()
        var whole = JSONReader(text, arena)
        try composite.anyValue(&whole, arena, depth: 0)
        return .composite(arena.keep(composite.bytes))
    }

    /// The text of a log body: a string as it is, anything else as JSON; empty where there is none.
    static func bodyText(_ reader: inout JSONReader, _ arena: ByteArena) throws(WireFault) -> Bytes {
        if try reader.takeNull() { return Bytes(start: nil, count: 0) }
        switch try value(&reader, arena) {
        case .text(let text), .composite(let text): return text
        case .integer(let number): return arena.keep(Array(String(number).utf8))
        case .double(let number): return arena.keep(Array(String(number).utf8))
        case .boolean(let flag): return arena.keep(Array(String(flag).utf8))
        }
    }
}

extension CompositeText {
    /// An `AnyValue` of OTLP/JSON as plain compact JSON.
    mutating func anyValue(_ reader: inout JSONReader, _ arena: ByteArena, depth: Int) throws(WireFault) {
        guard depth < Self.maximumDepth else { throw .nesting }
        var isWritten = false
        // Of a oneof that was sent with several fields the first one counts.
        try reader.object { (reader, key) throws(WireFault) in
            guard !isWritten else { return try reader.skip() }
            isWritten = true
            if key.spells("stringValue") {
                string(try reader.string())
            } else if key.spells("bytesValue") {
                string(try reader.string())
            } else if key.spells("boolValue") {
                raw(try reader.boolean() ? "true" : "false")
            } else if key.spells("intValue") {
                raw(String(try JSONNumbers.signed(&reader)))
            } else if key.spells("doubleValue") {
                number(try JSONNumbers.double(&reader))
            } else if key.spells("arrayValue") {
                try elements(&reader, arena, depth: depth)
            } else if key.spells("kvlistValue") {
                try members(&reader, arena, depth: depth)
            } else {
                isWritten = false
                try reader.skip()
            }
        }
        if !isWritten { raw("null") }
    }

    private mutating func elements(_ reader: inout JSONReader, _ arena: ByteArena, depth: Int) throws(WireFault) {
        var separator = "["
        try reader.object { (reader, key) throws(WireFault) in
            guard key.spells("values") else { return try reader.skip() }
            try reader.array { (reader) throws(WireFault) in
                raw(separator)
                separator = ","
                try anyValue(&reader, arena, depth: depth + 1)
            }
        }
        raw(separator == "[" ? "[]" : "]")
    }

    private mutating func members(_ reader: inout JSONReader, _ arena: ByteArena, depth: Int) throws(WireFault) {
        var separator = "{"
        try reader.object { (reader, key) throws(WireFault) in
            guard key.spells("values") else { return try reader.skip() }
            try reader.array { (reader) throws(WireFault) in
                raw(separator)
                separator = ","
                var name = Bytes(start: nil, count: 0)
                var value: Bytes?
                try reader.object { (reader, key) throws(WireFault) in
                    if key.spells("key") {
                        name = try reader.string()
                    } else if key.spells("value") {
                        value = try reader.capture()
                    } else {
                        try reader.skip()
                    }
                }
                string(name)
                raw(":")
                guard let value else { return raw("null") }
                var inner = JSONReader(value, arena)
                try anyValue(&inner, arena, depth: depth + 1)
            }
        }
        raw(separator == "{" ? "{}" : "}")
    }
}
