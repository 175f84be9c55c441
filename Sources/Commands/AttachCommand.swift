import ArgumentParser
import Casebook
import Deliveries
import Foundation
import Logging
import OutboundHTTP

/// `whyd attach REPORT --to ADDRESS`: a report to a ticket, exactly once.
struct AttachCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "attach", abstract: "Post a report to a ticket, a commit or a chat, exactly once.",
        discussion: """
            Addresses: github:owner/repo#12, github-commit:owner/repo@sha, github-change:owner/repo@sha \
            (its pull request), github-status:owner/repo@sha, gitlab:group/project#12, gitlab-change:group/project@sha, \
            gitlab-status:group/project@sha, jira:SHOP-12, \
            pagerduty:PABC123, slack:C0123, webhook:default. Running it again posts nothing again. Tokens come from the environment \
            variables that whyd.yaml names.
            """)

    @OptionGroup var house: HouseOptions

    @Option(name: .customLong("to"), help: "Where it goes, such as github:owner/repo#12.")
    var address: String

    @Argument(help: "The report's number.")
    var id: Int64

    func run() async throws {
        let configuration = try house.configuration()
        let casebook = try house.casebook()
        let service = DeliveryService(
            casebook: casebook,
            destinations: Destinations(
                configuration, environment: ProcessInfo.processInfo.environment, client: HTTPClient()),
            logger: Logger(label: "attach"), clock: WallClock.now,
            link: configuration.listen.link(toReport:))
        do {
            let delivery = try await service.deliver(reportID: id, to: address)
            print("report \(id) is at \(delivery.remoteURL ?? delivery.destination)")
        } catch {
            throw CommandFailure("\(error)", code: error.code == .badAddress || error.code == .notFound ? 2 : 1)
        }
    }
}
