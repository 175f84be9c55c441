import JSONValues

/// The words and tables that answer a question; every table names its evidence.
struct RulebookPlainAnswer {
    private let conversation: RulebookConversation
    private let service: String?
    private let asksErrors: Bool
    private let asksChanges: Bool

    init(_ conversation: RulebookConversation, service: String?, asksErrors: Bool, asksChanges: Bool) {
        self.conversation = conversation
        self.service = service
        self.asksErrors = asksErrors
        self.asksChanges = asksChanges
    }

    var text: String {
        let parts = [lead, changes, operations, comparison, trace, method].filter { !$0.isEmpty }
        return parts.joined(separator: "\n\n")
    }

    private func rows(_ key: String) -> [RulebookRow] { conversation.answers[key]?.tables.first?.rows ?? [] }

    private func source(_ key: String) -> String { conversation.answers[key]?.evidence.map { " [\($0)]" } ?? "" }

    private var lead: String {
        let measured = rows("overview").filter { !$0.text("service").isEmpty }
        guard !measured.isEmpty else { return "There is no span in the window that was asked about." }
        let column = asksErrors ? "error_rate" : "p95(duration)"
        let subject =
            measured.first { $0.text("service") == service }
            ?? measured.max { ($0.number(column), $1.text("service")) < ($1.number(column), $0.text("service")) }
        guard let subject else { return "" }
        let name = subject.text("service")
        let now =
            "\(name): \(RulebookWords.percent(subject.number("error_rate"))) errors, "
            + "p95 \(RulebookWords.number(subject.number("p95(duration)"))) ms over "
            + "\(RulebookWords.number(subject.number("count"))) spans\(source("overview"))"
        guard let before = rows("earlier").first(where: { $0.text("service") == name }) else { return now + "." }
        let most = service == nil ? (asksErrors ? "Most errors are in " : "Slowest is ") : ""
        return most + now
            + "; before that \(RulebookWords.percent(before.number("error_rate"))) errors and p95 "
            + "\(RulebookWords.number(before.number("p95(duration)"))) ms\(source("earlier"))."
    }

    private var changes: String {
        guard asksChanges, let answer = conversation.answers["list"], !answer.isError else { return "" }
        return "\(answer.summary)\(source("list"))\n" + markdown(answer.tables.first, limit: 10)
    }

    private var operations: String {
        guard let table = conversation.answers["operations"]?.tables.first, !table.rows.isEmpty else { return "" }
        let of = service.map { " of \($0)" } ?? ""
        return "Operations\(of), \(asksErrors ? "most failing" : "slowest") first\(source("operations")):\n"
            + markdown(table, limit: 8)
    }

    private var comparison: String {
        guard let answer = conversation.answers["compare"], !answer.isError, let row = answer.tables.first?.rows.first
        else { return "" }
        return "What the \(asksErrors ? "failing" : "slowest") spans have in common\(source("compare")): "
            + "\(row.text("condition")) holds for \(RulebookWords.percent(row.number("selection_share"))) of them and "
            + "\(RulebookWords.percent(row.number("baseline_share"))) of the rest.\n"
            + markdown(answer.tables.first, limit: 5)
    }

    private var trace: String {
        guard let answer = conversation.answers["trace"] else { return "" }
        return "\(answer.summary)\(source("trace"))\n" + answer.texts.values.sorted().joined(separator: "\n")
    }

    private var method: String {
        "This is the rulebook's answer: it looked at services, operations and attributes by fixed rules. "
            + "Ask about one service, or configure a model, for more."
    }

    private func markdown(_ table: RulebookTable?, limit: Int) -> String {
        guard let table else { return "" }
        let columns = table.columns.prefix(6)
        var lines = ["| " + columns.joined(separator: " | ") + " |", "|" + columns.map { _ in "---|" }.joined()]
        for row in table.rows.prefix(limit) {
            let cells = columns.map { column -> String in
                guard let cell = row.cells[column], !cell.isNull else { return "" }
                return cell.string ?? cell.double.map(RulebookWords.number) ?? cell.text
            }
            lines.append("| " + cells.joined(separator: " | ") + " |")
        }
        return lines.joined(separator: "\n")
    }
}
