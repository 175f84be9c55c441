import Deliveries
import OutboundHTTP

extension Destinations {
    /// The destinations whose address is configured and whose token stands in the environment.
    init(_ configuration: Configuration, environment: [String: String], client: HTTPClient) {
        var accounts: [String: DestinationAccount] = [:]
        for (name, destination) in configuration.destinations {
            guard let baseURL = destination.baseURL, let variable = destination.tokenVariable,
                let token = environment[variable], !token.isEmpty
            else { continue }
            accounts[name] = DestinationAccount(
                baseURL: baseURL, token: token, user: destination.user.map { environment[$0] ?? $0 })
        }
        self.init(accounts: accounts, http: client)
    }
}
