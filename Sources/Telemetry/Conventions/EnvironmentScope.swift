/// The telemetry that may be looked at, by the `deployment.environment.name` it is of.
public enum EnvironmentScope: Hashable, Sendable {
    case all
    case named(String)
    /// What names no environment.
    case unnamed

    /// The environment of a name; all where there is none.
    public init(_ name: String?) { self = name.map { .named($0) } ?? .all }

    /// The environment's name, where it is one.
    public var name: String? { if case .named(let name) = self { name } else { nil } }
}

extension EnvironmentScope: Codable {
    /// Reads a name, `false` for none, or nothing for all.
    public init(from decoder: any Decoder) throws {
        let value = try decoder.singleValueContainer()
        if value.decodeNil() {
            self = .all
        } else if let name = try? value.decode(String.self) {
            self = .named(name)
        } else if try value.decode(Bool.self) == false {
            self = .unnamed
        } else {
            throw DecodingError.dataCorruptedError(in: value, debugDescription: "an environment is a name, or false")
        }
    }

    public func encode(to encoder: any Encoder) throws {
        var value = encoder.singleValueContainer()
        switch self {
        case .all: try value.encodeNil()
        case .named(let name): try value.encode(name)
        case .unnamed: try value.encode(false)
        }
    }
}
