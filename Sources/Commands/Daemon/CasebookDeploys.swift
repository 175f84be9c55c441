import Casebook
import Telemetry
import Tools

/// The casebook's deploys, as the tools read them.
struct CasebookDeploys: DeployLog {
    let casebook: CaseStore

    func deploys(ofService service: String?, in range: TimeRange) async throws -> [DeployRecord] {
        try await casebook.deploys(ofService: service, in: range).map { stored in
            let deploy = stored.deploy
            return DeployRecord(
                service: deploy.service, version: deploy.version, revision: deploy.revision,
                environment: deploy.environment, at: deploy.at, source: deploy.source)
        }
    }
}
