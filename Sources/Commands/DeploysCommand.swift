import ArgumentParser
import Casebook

/// `whyd deploys`: what was deployed, and what each deploy did.
struct DeploysCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "deploys", abstract: "List deploys, newest first, with the diff report of each watch.")

    @OptionGroup var house: HouseOptions

    @Option(help: "Only deploys of this service.")
    var service: String?

    @Option(help: "At most this many.")
    var limit = 20

    func run() async throws {
        let casebook = try house.casebook()
        let deploys = try await casebook.deploys(ofService: service, limit: limit)
        guard !deploys.isEmpty else {
            print("no deploys yet; POST /v1/deploys tells whyd of one, and it sees new versions in the spans")
            return
        }
        for stored in deploys {
            let deploy = stored.deploy
            print("\(deploy.at)  \(deploy.service) \(deploy.version)", terminator: "")
            print(deploy.previousVersion.map { " after \($0)" } ?? "", " (told by \(deploy.source))")
            for watch in try await casebook.watches(ofDeploy: stored.id) {
                let lines = (watch.outcome ?? watch.state.rawValue).split(separator: "\n")
                for line in lines { print("    \(line)") }
            }
        }
    }
}
