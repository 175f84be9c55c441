import ArgumentParser
import Telemetry
import TraceQueries

/// `whyd query`: one TraceQL query on the spans.
struct QueryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "query", abstract: "Run a TraceQL query.",
        discussion: """
            Examples:
              whyd query '{ resource.service.name = "checkout" && status = error }'
              whyd query '{ span.http.route = "/pay" } | quantile_over_time(duration, .5, .99) by (resource.service.version)'
              whyd query '{ status = error } | rate() by (resource.service.name)' --from -2h
              whyd query '100 * ({ status = error } | rate()) / ({ } | rate())'
            """)

    @OptionGroup var house: HouseOptions

    @Option(parsing: .unconditional, help: "Where the window starts: RFC 3339, or relative such as -15m.")
    var from = "-1h"

    @Option(parsing: .unconditional, help: "Where the window ends.")
    var to = "now"

    @Option(help: "At most this many rows.")
    var limit = 100

    @Flag(help: "Only parse and validate; exits 2 where the query is wrong.")
    var check = false

    @Flag(help: "Print comma-separated values.")
    var csv = false

    @Argument(help: "The query, in quotes.")
    var query: String

    func run() async throws {
        do {
            _ = try TraceQL.parse(query)
        } catch {
            throw CommandFailure("\(error)", code: 2)
        }
        guard !check else { return }
        let now = WallClock.now()
        guard let start = TimeExpression.parse(from, now: now), let end = TimeExpression.parse(to, now: now) else {
            throw CommandFailure("--from and --to take times such as 2026-11-24T10:00:00Z, -15m or now", code: 2)
        }
        let parts = try await HouseParts.reading(try house.configuration())
        do {
            let answer = try await TraceQL.run(
                query, on: parts.spans, range: TimeRange(start: start, end: end), limit: limit)
            show(answer)
        } catch {
            throw CommandFailure("\(error)", code: 2)
        }
    }

    private func show(_ answer: QueryAnswer) {
        if csv {
            print(answer.columns.map { Self.quoted($0.name) }.joined(separator: ","))
            for row in answer.rows { print(row.map { Self.quoted($0.text) }.joined(separator: ",")) }
            return
        }
        var table = TextTable(
            headers: answer.columns.map { column in column.unit.map { "\(column.name) (\($0))" } ?? column.name })
        for row in answer.rows { table.add(row.map(\.text)) }
        print(table.text, terminator: "")
        print(
            "\(answer.rows.count) rows; \(answer.matchedRows) of \(answer.scannedRows) spans matched in \(answer.window)"
        )
        for note in answer.notes { print(note) }
    }

    private static func quoted(_ cell: String) -> String {
        cell.contains { "\",\n".contains($0) } ? "\"\(cell.replacing("\"", with: "\"\""))\"" : cell
    }
}
