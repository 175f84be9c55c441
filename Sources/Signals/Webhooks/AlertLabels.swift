import Casebook
import JSONValues

/// What an alert's labels and annotations say, whatever the team calls them.
struct AlertLabels {
    private let labels: [String: String]
    private let annotations: [String: String]

    init(labels: JSONValue?, annotations: JSONValue?) {
        self.labels = Self.texts(labels)
        self.annotations = Self.texts(annotations)
    }

    var service: String? {
        first(["service", "service_name", "service.name", "app", "app_kubernetes_io_name", "application"])
            ?? labels["job"].map { String($0.split(separator: "/").last ?? "") }
    }
    var operation: String? { first(["operation", "span_name", "http_route", "route", "handler", "endpoint"]) }
    var environment: String? {
        first([
            "environment", "env", "deployment_environment_name", "deployment_environment",
            "deployment.environment.name",
        ])
    }
    var version: String? { first(["version", "service_version", "service.version"]) }
    var name: String? { labels["alertname"] }
    /// One line for people.
    var title: String? { annotations["summary"] ?? annotations["title"] ?? name ?? annotations["description"] }
    var severity: Signal.Severity { Signal.Severity(word: first(["severity", "priority", "level"])) }

    /// Where the report must go: a label or annotation `ticket` or `whyd_ticket`, several separated by commas.
    var destinations: [String] {
        ["ticket", "whyd_ticket"].flatMap { name in
            Destinations.parse(labels[name]) + Destinations.parse(annotations[name])
        }
    }

    private func first(_ names: [String]) -> String? {
        for name in names { if let value = labels[name], !value.isEmpty { return value } }
        return nil
    }

    private static func texts(_ value: JSONValue?) -> [String: String] {
        (value?.object ?? [:]).compactMapValues { $0.string.map { String($0.prefix(500)) } }
    }
}

extension Signal.Severity {
    /// The severity that a sender's word means; `warning` for words nobody knows.
    init(word: String?) {
        switch word?.lowercased() {
        case "critical", "page", "error", "high", "fatal", "emergency", "p1", "p2", "sev1", "sev2": self = .critical
        case "info", "none", "low", "notice", "p5", "debug", "ok": self = .notice
        default: self = .warning
        }
    }
}

/// Destinations as signals name them.
enum Destinations {
    /// The well-formed ones among `kind:place`, separated by commas; anything else is left out.
    static func parse(_ text: String?) -> [String] {
        (text ?? "").split(separator: ",").map { $0.filter { $0 != " " } }.filter(isWellFormed)
    }

    /// A kind in lower case, a colon, and a place without spaces or control characters.
    private static func isWellFormed(_ text: String) -> Bool {
        guard let colon = text.firstIndex(of: ":"), text.utf8.count <= 300 else { return false }
        let kind = text[..<colon]
        let place = text[text.index(after: colon)...]
        return !kind.isEmpty && !place.isEmpty
            && kind.utf8.allSatisfy { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) || $0 == UInt8(ascii: "-") }
            && place.utf8.allSatisfy { (0x21...0x7E).contains($0) }
    }
}
