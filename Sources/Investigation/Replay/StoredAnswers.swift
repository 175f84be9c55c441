import JSONValues
public import ToolKit

/// Tools that answer only what they answered before: another model can be tried on the evidence of an investigation
/// without asking anything anew.
public enum StoredAnswers {
    /// A registry of the same tools, each of which knows the calls that are stored.
    public static func registry(_ registry: ToolRegistry, answering evidence: [Evidence]) -> ToolRegistry {
        let byTool = Dictionary(grouping: evidence, by: \.tool)
        return ToolRegistry(
            registry.definitions.map { definition in tool(definition, byTool[definition.name.text] ?? []) })
    }

    private static func tool(_ definition: ToolDefinition, _ stored: [Evidence]) -> AnyTool {
        let answers = Dictionary(
            stored.map { (normal($0.arguments), $0.output) }, uniquingKeysWith: { first, _ in first })
        return AnyTool(definition: definition) { (arguments, _: ToolContext) async throws(ToolFailure) -> ToolOutput in
            if let output = answers[normal(arguments)] { return output }
            throw ToolFailure(
                .refused,
                "this call was never made in the investigation that is being replayed, and nothing new can be asked",
                hint: hint(definition.name, stored))
        }
    }

    private static func hint(_ name: ToolName, _ stored: [Evidence]) -> String {
        guard !stored.isEmpty else { return "there is no stored answer of \(name); use another tool or conclude" }
        let calls = stored.prefix(6).map { String($0.arguments.text.prefix(300)) }
        return "stored answers of \(name): \(calls.joined(separator: " ; "))"
    }

    /// Arguments that mean the same: members that are null may as well be left out.
    private static func normal(_ arguments: JSONValue) -> String {
        guard let members = arguments.object else { return arguments.isNull ? "{}" : arguments.text }
        return JSONValue.object(members.filter { !$0.value.isNull }).text
    }
}

/// Gives the dossier an investigation began with.
public struct StoredDossier: DossierBuilding {
    private let dossier: Dossier

    /// Wraps a dossier.
    public init(_ dossier: Dossier) { self.dossier = dossier }

    public func dossier(for plan: InvestigationPlan) async -> Dossier { dossier }
}
