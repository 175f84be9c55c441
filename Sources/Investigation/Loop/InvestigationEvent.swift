public import JSONValues
public import LanguageModels

/// Progress of an investigation, for the REPL, the demo and the page.
public enum InvestigationEvent: Sendable {
    case dossierReady(Dossier)
    /// A model is being asked; steps count from 1.
    case stepStarted(Int, model: ModelIdentity)
    case delta(ModelDelta)
    case toolCalled(name: String, arguments: JSONValue)
    /// A tool answered; the summary is its first sentence, or the failure.
    case toolReturned(name: String, evidence: EvidenceID?, summary: String, isError: Bool)
    /// A guard spoke, a model failed over, a report was sent back.
    case notice(String)
    case reported(Report)
}
