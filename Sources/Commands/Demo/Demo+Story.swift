import Casebook
import Foundation
import Investigation
import OutboundHTTP
import Telemetry

extension Demo {
    /// The story: two healthy deploys, a bad one, its report, and the rollback.
    func tell() async throws {
        guard let bad = recording.deploy("bad"), let rollback = recording.deploy("rollback") else {
            throw CommandFailure("the recording has no deploy named 'bad' and 'rollback'", code: 2)
        }
        let ports = try await wait(seconds: 20, for: "the daemon's ports") { stage.ports }
        // The bad deploy has been under load for a while when the demo begins, and goes on for as long again.
        let lead = (bad.endSeconds - bad.startSeconds) * 0.6
        let began = WallClock.now().nanoseconds
        let shift = began - recording.startNanoseconds - Int64((bad.startSeconds + lead) * 1e9)
        let replay = DemoReplay(client: parts.client, port: ports.otlp, shiftNanoseconds: shift)
        heading(
            "The shop sends its telemetry to http://127.0.0.1:\(ports.otlp); the page is http://127.0.0.1:\(ports.web)")
        try await replayHealthyDeploys(replay)
        try await replayBadDeploy(bad, replay)
        let found = try await wait(seconds: 45, for: "a report that names build \(bad.version) and the commit") {
            stage.report { Self.names($0, bad) }
        }
        heading("The report")
        terminal.line(ReportPrinting.markdown(found.report))
        try await rollBack(rollback, replay, web: ports.web)
        try await showWatches()
        try await showPlaces(found.caseID, web: ports.web)
    }

    private func replayHealthyDeploys(_ replay: DemoReplay) async throws {
        for deploy in recording.deploys.prefix(2) {
            let count = try await replay.send(recording.bodies(of: deploy))
            terminal.line("deploy \(deploy.version) (\(deploy.name)): \(count) requests received")
            // The daemon must have seen one build before the next appears.
            let version = deploy.version
            _ = try await wait(seconds: 20, for: "build \(version) to be seen") {
                try await parts.casebook.builds().first { $0.version == version }
            }
        }
    }

    private func replayBadDeploy(_ bad: Recording.Deploy, _ replay: DemoReplay) async throws {
        terminal.line("deploy \(bad.version) (\(bad.name)) begins to take traffic ...")
        let count = try await replay.sendAtPace(
            recording.bodies(of: bad), recordedStart: recording.startNanoseconds, now: WallClock.now)
        terminal.line("deploy \(bad.version): \(count) requests received; waiting for whyd to notice")
    }

    private func rollBack(_ deploy: Recording.Deploy, _ replay: DemoReplay, web: Int) async throws {
        heading("The rollback to \(deploy.version)")
        let late = DemoReplay(
            client: parts.client, port: replay.port,
            shiftNanoseconds: WallClock.now().nanoseconds - recording.startNanoseconds
                - Int64(deploy.startSeconds * 1e9))
        for service in ["checkout", "frontend", "payment"] {
            let body =
                #"{"service":"\#(service)","version":"\#(deploy.version)","revision":"\#(deploy.revision)","environment":"production"}"#
            let response = try await parts.client.send(
                HTTPRequest(
                    .post, "http://127.0.0.1:\(web)/v1/deploys", headers: ["content-type": "application/json"],
                    body: Array(body.utf8)))
            guard (200..<300).contains(response.head.status) else {
                throw CommandFailure("the deploy of \(service) was answered with \(response.head.status)")
            }
        }
        let count = try await late.sendAtPace(
            recording.bodies(of: deploy), recordedStart: recording.startNanoseconds, now: WallClock.now)
        terminal.line("\(count) requests received after the rollback")
    }

    /// What the watch of payment's deploys wrote, once the last of them has.
    private func showWatches() async throws {
        heading("What each deploy of payment did")
        let watches = try await wait(seconds: 40, for: "the watch of the rollback") {
            var watches: [Watch] = []
            for deploy in try await parts.casebook.deploys(ofService: "payment").reversed() {
                watches += try await parts.casebook.watches(ofDeploy: deploy.id)
            }
            return watches.count >= 6 && watches.allSatisfy { $0.state == .done } ? watches : nil
        }
        for watch in watches { terminal.line(watch.outcome ?? "") }
    }

    private func showPlaces(_ caseID: Int64, web: Int) async throws {
        heading("Where everything is")
        for report in try await parts.casebook.reports(limit: 20) {
            terminal.line("  report \(report.id): \(report.title)")
        }
        terminal.line("  whyd reports --data \(place)")
        terminal.line("  sqlite3 \(place)/whyd.db 'SELECT * FROM case_overview'")
    }

    private func heading(_ text: String) { terminal.line("\n" + terminal.styled(text, .bold)) }

    private static func names(_ report: Report, _ bad: Recording.Deploy) -> Bool {
        report.cause?.badBuild?.build == bad.version && report.suspects.first?.title == culprit
    }

    /// Looks until something is there; one of these waits must not outlive the demo's patience.
    private func wait<Value>(
        seconds: Double, for what: String, _ look: () async throws -> Value?
    ) async throws -> Value {
        let deadline = ContinuousClock.now + .seconds(seconds)
        while ContinuousClock.now < deadline {
            if let value = try await look() { return value }
            try await Task.sleep(for: .milliseconds(100))
        }
        throw CommandFailure("gave up after \(Int(seconds)) s waiting for \(what)")
    }
}
