/// Names of deployment environments, which pipelines and SDKs write differently.
public enum EnvironmentName {
    /// The semantic convention's name where there is one: `production`, `staging`, `test`, `development`; else lower case.
    public static func canonical(_ name: String) -> String {
        let name = name.lowercased()
        return others[name] ?? name
    }

    private static let others = [
        "prod": "production", "prd": "production", "live": "production", "stage": "staging", "stg": "staging",
        "dev": "development", "testing": "test",
    ]
}
