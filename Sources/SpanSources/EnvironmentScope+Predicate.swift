public import Telemetry

extension EnvironmentScope {
    /// The field that names an environment.
    public static let field = Field.anyScope("deployment.environment.name")

    /// The rows that may be looked at.
    public var filter: Predicate {
        switch self {
        case .all: .all
        case .named(let name): .compare(Self.field, .equal, .string(name))
        case .unnamed: .not(.exists(Self.field))
        }
    }
}
