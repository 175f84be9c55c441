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
                let model = try ModelFactory.make([ModelConfiguration(configuration, key: key)], client: client)
                models += model.map { [$0] } ?? []
            } catch {
                throw CommandFailure("models: \(error)", code: 2)
            }
            prices.prices["\(configuration.provider)/\(configuration.model)"] = PriceTable.Price(
                input: configuration.inputDollars, cacheRead: configuration.cacheReadDollars,
                cacheWrite: configuration.cacheWriteDollars, output: configuration.outputDollars)
        }
        if models.isEmpty {
            notes.append(
                "no model is configured, so the rulebook drives; name one under 'models' in whyd.yaml (`whyd config` shows how)"
            )
        }
    }

    private typealias PriceTable = Investigation.PriceTable
}

extension ModelConfiguration {
    init(_ model: Configuration.Model, key: String?) {
        self.init(
            provider: Provider(rawValue: model.provider) ?? .openAICompatible, model: model.model,
            baseURL: model.baseURL,
            key: key.map { APIKey($0) })
    }
}
