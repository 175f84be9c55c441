import Investigation
import LanguageModels
import OutboundHTTP

/// The models that are configured and can be asked, in order, and what a person should know about them.
struct ModelSelection: Sendable {
    /// Without the rulebook, which is always last.
    var models: [any LanguageModel] = []
    var prices = Investigation.PriceTable()
    /// One sentence each: a model left out for want of a key, or how to configure one.
    var notes: [String] = []

    /// Makes the configured models with keys from the environment.
    ///
    /// - Throws: `CommandFailure` for a model that can never work.
    init(_ configurations: [Configuration.Model], environment: [String: String], client: HTTPClient) throws {
        for configuration in configurations {
            let key = configuration.keyVariable.flatMap { environment[$0] }.flatMap { $0.isEmpty ? nil : $0 }
            if let variable = configuration.keyVariable, key == nil {
                notes.append("\(configuration.model) is left out: the environment has no \(variable)")
                continue
            }
            do {
                models.append(try ModelFactory.model(ModelConfiguration(configuration, key: key), client: client))
            } catch {
                throw CommandFailure("models: \(error)", code: 2)
            }
            note(configuration, key)
        }
        if models.isEmpty {
            notes.append(
                "no model is configured, so the rulebook drives; name one under 'models' in whyd.yaml (`whyd config` shows how)"
            )
        }
    }

    /// Without a price the dollars of a model are unknown, and no budget of dollars can hold it.
    private mutating func note(_ configuration: Configuration.Model, _ key: String?) {
        guard configuration.inputDollars > 0 || configuration.outputDollars > 0 else {
            if key != nil { notes.append("\(configuration.model) has no price, so budgets of dollars do not hold it") }
            return
        }
        prices.prices["\(configuration.provider)/\(configuration.model)"] = PriceTable.Price(
            input: configuration.inputDollars, cacheRead: configuration.cacheReadDollars,
            cacheWrite: configuration.cacheWriteDollars, output: configuration.outputDollars)
    }

    private typealias PriceTable = Investigation.PriceTable
}

extension ModelConfiguration {
    init(_ model: Configuration.Model, key: String?) {
        self.init(
            provider: Provider(rawValue: model.provider) ?? .openAICompatible, model: model.model,
            baseURL: model.baseURL, key: key.map { APIKey($0) }, apiVersion: model.apiVersion,
            limits: ModelLimits(
                maximumAttempts: model.attempts, idle: model.idleTime, total: model.answerTime,
                contextTokens: model.contextTokens),
            effort: model.effort)
    }
}
