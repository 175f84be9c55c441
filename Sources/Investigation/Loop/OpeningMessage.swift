import JSONValues
import Prompts
import Telemetry
import ToolKit

/// The first message to a model: what is asked and what is known, as one JSON object of data.
struct OpeningMessage {
    let text: String

    init(_ plan: InvestigationPlan, _ opening: TranscriptEntry.Opening) {
        let redactor = Redactor(key: Array(plan.pseudonymKey.utf8))
        func clean(_ text: String, _ limit: Int) -> JSONValue {
            .string(redactor.redact(UntrustedText.cleaned(text, limit: limit)))
        }
        var members: [String: JSONValue] = [
            "mode": .string(plan.mode.rawValue), "question": clean(plan.question, 2000),
            "window": .string("\(plan.window)"), "baseline": .string("\(plan.baseline)"),
            "now": .string("\(plan.now)"),
            "dossier": RenderedOutput(opening.dossier.output, evidence: "E1").value,
        ]
        if let environment = plan.environment.name { members["environment"] = .string(environment) }
        members["signals"] = .array(
            plan.signals.prefix(20).map { signal in
                var entry: [String: JSONValue] = [
                    "source": clean(signal.source, 80), "summary": clean(signal.summary, 400),
                    "time": .string("\(signal.time)"),
                ]
                if let service = signal.service { entry["service"] = clean(service, 120) }
                if let operation = signal.operation { entry["operation"] = clean(operation, 200) }
                if let build = signal.build { entry["build"] = clean(build, 120) }
                return .object(entry)
            })
        let runbooks = opening.runbooks ?? []
        if !runbooks.isEmpty {
            members["runbooks"] = .array(
                runbooks.map { ["name": .string($0.name), "text": clean($0.text, 4000)] })
        }
        text = JSONValue.object(members).text
    }
}
