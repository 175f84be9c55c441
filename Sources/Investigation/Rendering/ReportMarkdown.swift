import Telemetry

/// A report as Markdown, fit for tickets: no live mentions, no images, no links out of its own text.
public struct ReportMarkdown: Sendable {
    public let text: String

    /// Renders a report.
    ///
    /// - Parameter evidenceLink: where a reader can look an evidence up (`http://whyd.example/reports/3#`); the id is
    ///   appended. Nil for plain ids.
    public init(_ report: Report, evidenceLink: String? = nil) {
        var writer = MarkdownWriter(evidenceLink: evidenceLink)
        writer.head(report)
        writer.impact(report.impact)
        writer.timeline(report)
        writer.cause(report.cause)
        writer.suspects(report.suspects)
        writer.claims(report)
        writer.hypotheses(report.hypotheses)
        writer.list("Blind spots", report.blindSpots.map(MarkdownWriter.sentence))
        writer.list("Next steps", report.nextSteps)
        writer.list("Predictions", report.predictions.map(\.text))
        writer.list("Notes", report.notes)
        writer.making(report.making)
        text = writer.text
    }
}
