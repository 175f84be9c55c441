import ArgumentParser
import Casebook

/// `whyd deploys`: what was deployed, and what each deploy did.
struct DeploysCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "deploys", abstract: "List deploys, newest first, with the diff report of each watch.",
        discussion: """
            whyd learns of a deploy from POST /v1/deploys, from GitHub, GitLab and Argo CD, or from the first spans of a new \
            service.version. After each of watch.windows (10m, 1h, 24h) it holds the new build against the one before: \
            rates, failures, durations, calls, what the change promised (`whyd help expect`), and whom it met. Where nothing \
            is measurable it says the smallest effect that would have been seen; something worse opens a case. A deploy of \
            the build before is a rollback: its report says whether the numbers returned.

            Tell whyd from a pipeline:

                curl http://127.0.0.1:4319/v1/deploys \\
                  -H 'content-type: application/json' \\
                  -d '{"service": "cart", "version": "1.5.0",
                       "revision": "4f2a91c", "environment": "production"}'

            GitHub: a webhook for 'Deployment statuses' to /v1/deploys/github. GitLab: a webhook for 'Deployment events' and 'Feature flag events' to \
            /v1/deploys/gitlab. Argo CD: `whyd deploys --argocd-template` prints what to paste. Their secrets stand under \
            'webhooks' in whyd.yaml, and repositories[].remote ties a repository there to the services built from it.
            """)

    @OptionGroup var house: HouseOptions

    @Option(help: "Only deploys of this service.")
    var service: String?

    @Option(help: "At most this many.")
    var limit = 20

    @Flag(name: .customLong("argocd-template"), help: "Print what Argo CD needs to tell whyd of deploys, and end.")
    var printsTemplate = false

    func run() async throws {
        guard !printsTemplate else {
            print(ArgoCDTemplate.text)
            return
        }
        let casebook = try house.casebook()
        let deploys = try await casebook.deploys(ofService: service, limit: limit)
        guard !deploys.isEmpty else {
            print(
                "no deploys yet; POST /v1/deploys tells whyd of one (`whyd help deploys`), and it sees new versions in the spans"
            )
            return
        }
        for stored in deploys {
            let deploy = stored.deploy
            print("\(deploy.at)  \(deploy.service) \(deploy.version)", terminator: "")
            let environment = deploy.environment.map { ", \($0)" } ?? ""
            print(
                deploy.previousVersion.map { " after \($0)" } ?? "",
                " (\(stored.course.state)\(environment), told by \(deploy.source))", separator: "")
            for watch in try await casebook.watches(ofDeploy: stored.id) {
                let waiting =
                    watch.state == .pending ? "the look of \(watch.dueAt) is still to come" : watch.state.rawValue
                let lines = (watch.outcome ?? waiting).split(separator: "\n")
                for line in lines { print("    \(line)") }
                if let id = watch.reportID { print("    whyd report \(id)") }
            }
        }
    }
}
