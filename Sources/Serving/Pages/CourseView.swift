import Investigation
import JSONValues
import Telemetry
import ToolKit

/// The dossier's table of how the worst operation did over time, drawn: a panel for each measure, the window shaded.
struct CourseView {
    private let table: ToolTable
    private let window: TimeRange
    private let onset: Timestamp?
    private let times: [Timestamp]
    private let caption: String

    static let width = 720.0
    static let height = 64.0

    /// Nil where no evidence holds a course of at least two points.
    init?(_ evidence: [Evidence], onset: Timestamp?) {
        for item in evidence {
            guard let section = item.output.sections.first(where: { $0.name == "course" }),
                case .table(let table) = section.content, let window = item.output.window
            else { continue }
            let times = table.rows.compactMap { row in row.first?.string.flatMap { Timestamp(iso8601: $0) } }
            guard times.count == table.rows.count, times.count > 1 else { continue }
            let note = item.output.notes.first { $0.hasPrefix("course: ") }
            self.table = table
            self.times = times
            self.window = window
            self.onset = onset
            caption = note.map { String($0.dropFirst("course: ".count)) } ?? ""
            return
        }
        return nil
    }

    var values: [String: Any] {
        let shade = (x(window.start), x(window.end))
        return [
            "caption": caption, "from": PageText.utc(start), "to": PageText.utc(end), "shade": Self.text(shade.0),
            "shadeWidth": Self.text(max(1, shade.1 - shade.0)), "width": Self.text(Self.width),
            "height": Self.text(Self.height), "onset": onset.map { [["x": Self.text(x($0))]] } ?? [],
            "panels": table.columns.indices.dropFirst().map(panel),
        ]
    }

    private var start: Timestamp { min(times[0], window.start) }
    private var end: Timestamp { max(times[times.count - 1], window.end) }

    private func panel(_ column: Int) -> [String: Any] {
        let numbers = table.rows.map { $0[column].double ?? 0 }
        let top = numbers.max() ?? 0
        let points = zip(times, numbers).map { time, number in
            "\(Self.text(x(time))),\(Self.text(Self.height - (top > 0 ? number / top : 0) * (Self.height - 4)))"
        }
        let unit = table.columns[column].unit ?? ""
        return [
            "name": table.columns[column].name, "points": points.joined(separator: " "),
            "top": unit == "share" ? "\(PageText.short((top * 1000).rounded() / 10)) %" : label(top, unit),
        ]
    }

    private func label(_ number: Double, _ unit: String) -> String {
        unit == "count" ? PageText.short(number) : "\(PageText.short(number)) \(unit)"
    }

    private func x(_ time: Timestamp) -> Double {
        let share = (time - start).inSeconds / max((end - start).inSeconds, 1e-9)
        return min(1, max(0, share)) * Self.width
    }

    private static func text(_ number: Double) -> String { PageText.short((number * 10).rounded() / 10) }
}
