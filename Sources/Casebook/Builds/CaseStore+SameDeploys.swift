import GRDB
import JSONValues
import Telemetry

extension CaseStore {
    /// The deploy that another source told: the same service, build and environment, with no other deploy in between.
    static func toldOtherwise(
        _ deploy: Deploy, within: Duration, in database: Database
    ) throws -> StoredDeploy? {
        let nearby = try Row.fetchAll(
            database,
            sql: """
                SELECT *, state AS deploy_state FROM deploys WHERE service = ?1 AND at_ns BETWEEN ?2 AND ?3
                ORDER BY abs(at_ns - ?4)
                """,
            arguments: [
                deploy.service, (deploy.at - within).nanoseconds, (deploy.at + within).nanoseconds,
                deploy.at.nanoseconds,
            ]
        ).map { try StoredDeploy(row: $0) }
        // The nearest one of the environment decides: a build that came back is a deploy of its own.
        guard let nearest = nearby.first(where: { isSamePlace($0.deploy, deploy) }) else { return nil }
        let told = nearest.deploy
        let isSameBuild = told.version == deploy.version || (told.revision != nil && told.revision == deploy.revision)
        return isSameBuild && told.source != deploy.source ? nearest : nil
    }

    private static func isSamePlace(_ left: Deploy, _ right: Deploy) -> Bool {
        guard let left = left.environment, let right = right.environment else { return true }
        return EnvironmentName.canonical(left) == EnvironmentName.canonical(right)
    }

    /// Fills in what the first teller did not know; spans know best how a build calls itself.
    static func fill(
        _ known: StoredDeploy, from deploy: Deploy, in database: Database
    ) throws -> StoredDeploy {
        try database.execute(
            sql: """
                UPDATE deploys SET
                  version = iif(:source = 'spans', :version, version), revision = coalesce(revision, :revision),
                  environment = coalesce(environment, :environment), repository = coalesce(repository, :repository),
                  previous_version = coalesce(previous_version, :previous), url = coalesce(url, :url),
                  destinations = iif(destinations = '[]', :destinations, destinations)
                WHERE id = :id
                """,
            arguments: [
                "source": deploy.source, "version": deploy.version, "revision": deploy.revision,
                "environment": deploy.environment, "repository": deploy.repository, "previous": deploy.previousVersion,
                "url": deploy.url, "destinations": try JSONValue.stored(deploy.destinations), "id": known.id,
            ])
        let row = try Row.fetchOne(
            database, sql: "SELECT *, state AS deploy_state FROM deploys WHERE id = ?", arguments: [known.id])
        return try row.map { try StoredDeploy(row: $0) } ?? known
    }
}
