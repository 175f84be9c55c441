import Analysis
import ArgumentParser
import Casebook
import Investigation
import SpanSources
import SpanStore
import Telemetry

/// `whyd explain CASE`: every signal behind a localisation, with its numbers.
struct ExplainCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain", abstract: "Show every signal of a case's localisation, with its numbers.",
        discussion: """
            Reads the case's telemetry again, without a model, and prints what each method sees: the score of every \
            service and the evidence it comes from (own time, gaps of calls, flows, log lines, error origins, fan-out, \
            silence), the critical path whose changes add up to the change of the latency, the order of onsets, which \
            deviating services each one explains along the observed calls, the spectrum of abnormal traces, the values \
            and combinations that failing or slow spans share, instances, and builds.

              whyd explain 12
              whyd explain 12 --evidence 10

            Formulas and sources stand in Sources/Analysis/METHODS.md.
            """)

    @OptionGroup var house: HouseOptions

    @Option(help: "At most this much evidence per service.")
    var evidence = 5

    @Option(help: "At most this many services.")
    var services = 8

    @Argument(help: "The case's number, as `whyd cases` lists it.")
    var id: Int64

    func run() async throws {
        let configuration = try house.configuration()
        let parts = try await HouseParts.reading(configuration)
        guard let item = try await parts.casebook.findCase(id) else {
            throw CommandFailure("there is no case \(id); `whyd cases` lists those there are", code: 2)
        }
        let plan: InvestigationPlan
        if let known = try await parts.casebook.plans(ofCase: id).first {
            plan = known
        } else {
            let signals = try await parts.casebook.signals(ofCase: id)
            plan = CasePlan(configuration: configuration).plan(for: item, signals: signals, now: WallClock.now())
        }
        do {
            let telemetry = try await CaseTelemetry.read(parts.spans, plan, rowLimit: 100_000)
            let dossier = await TelemetryDossierBuilder(source: parts.spans).dossier(for: plan)
            let text = Explanation(plan, telemetry, dossier.output).text(services: services, evidence: evidence)
            print("case \(id): \(item.title)\n\(text)")
        } catch {
            throw CommandFailure("the telemetry of case \(id) cannot be read: \(error)")
        }
        await parts.close()
    }
}
