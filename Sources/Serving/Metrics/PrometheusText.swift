/// The Prometheus text exposition format, version 0.0.4
/// (https://prometheus.io/docs/instrumenting/exposition_formats/).
enum PrometheusText {
    static let contentType = "text/plain; version=0.0.4; charset=utf-8"

    /// The page of all metrics; a metric without samples is left out.
    static func page(_ metrics: [Metric]) -> String {
        metrics.filter { !$0.samples.isEmpty }.map(family).joined()
    }

    private static func family(_ metric: Metric) -> String {
        var text = "# HELP \(metric.name) \(escape(metric.help, quotes: false))\n"
        text += "# TYPE \(metric.name) \(metric.kind.rawValue)\n"
        for sample in metric.samples { text += "\(metric.name)\(labels(sample)) \(number(sample.value))\n" }
        return text
    }

    private static func labels(_ sample: Metric.Sample) -> String {
        guard !sample.labels.isEmpty else { return "" }
        let pairs = sample.labels.sorted { $0.key < $1.key }.map { "\($0.key)=\"\(escape($0.value, quotes: true))\"" }
        return "{\(pairs.joined(separator: ","))}"
    }

    private static func escape(_ text: String, quotes: Bool) -> String {
        text.reduce(into: "") { escaped, character in
            switch character {
            case "\\": escaped += "\\\\"
            case "\n", "\r\n": escaped += "\\n"
            case "\"" where quotes: escaped += "\\\""
            default: escaped.append(character)
            }
        }
    }

    private static func number(_ value: Double) -> String {
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value > 0 ? "+Inf" : "-Inf" }
        return Int64(exactly: value).map { String($0) } ?? String(value)
    }
}
