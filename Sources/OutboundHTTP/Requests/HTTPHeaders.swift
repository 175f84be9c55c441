/// Header lines in order; names compare without case.
public struct HTTPHeaders: Sendable, Equatable, ExpressibleByDictionaryLiteral {
    /// One header line.
    public struct Line: Sendable, Equatable {
        public var name: String
        public var value: String
    }

    public private(set) var lines: [Line] = []

    public init(dictionaryLiteral elements: (String, String)...) {
        lines = elements.map { Line(name: $0.0, value: $0.1) }
    }

    /// The first value of a name; setting replaces every line of it, nil removes them.
    public subscript(name: String) -> String? {
        get {
            let wanted = name.lowercased()
            return lines.first { $0.name.lowercased() == wanted }?.value
        }
        set {
            let wanted = name.lowercased()
            lines.removeAll { $0.name.lowercased() == wanted }
            if let newValue { lines.append(Line(name: name, value: newValue)) }
        }
    }

    /// Adds a line, keeping others of the same name.
    public mutating func add(_ name: String, _ value: String) { lines.append(Line(name: name, value: value)) }

    /// Every value of a name, in order.
    public func all(_ name: String) -> [String] {
        let wanted = name.lowercased()
        return lines.filter { $0.name.lowercased() == wanted }.map(\.value)
    }
}
