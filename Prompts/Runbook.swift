/// A team's own advice for one kind of incident: Markdown whose front matter says which services and alerts it is for.
public struct Runbook: Sendable, Equatable, Codable {
    public var name: String
    /// What it is for; from the front matter.
    public var purpose: String
    /// `service.name`s it is for; empty for all.
    public var services: [String]
    /// Words of an alert's text it is for, in any case of letters; empty for all.
    public var alerts: [String]
    /// The text after the front matter.
    public var text: String

    /// Reads a runbook: `---`, `purpose:`, `services:` and `alerts:` lines, `---`, text.
    ///
    /// - Throws: `PromptError` where the front matter is missing or names neither a service nor an alert.
    public init(name: String, file: String) throws(PromptError) {
        let matter = try FrontMatter(file, of: "runbook '\(name)'")
        guard let purpose = matter.fields["purpose"] else {
            throw PromptError(message: "runbook '\(name)': front matter needs 'purpose:'")
        }
        self.name = name
        self.purpose = purpose
        services = matter.list("services")
        alerts = matter.list("alerts")
        text = matter.body
        guard !services.isEmpty || !alerts.isEmpty else {
            throw PromptError(message: "runbook '\(name)': say which 'services:' or 'alerts:' it is for")
        }
        guard !text.allSatisfy(\.isWhitespace) else { throw PromptError(message: "runbook '\(name)': it says nothing") }
    }

    /// Whether it is for any of these services and, where it names alerts, for the words of any of these.
    public func fits(services seen: some Collection<String>, alerts words: some Collection<String>) -> Bool {
        let isService = services.isEmpty || seen.contains { services.contains($0) }
        let isAlert =
            alerts.isEmpty
            || words.contains { text in alerts.contains { text.lowercased().contains($0.lowercased()) } }
        return isService && isAlert
    }
}

/// The lines `key: value` between two lines `---` at the beginning of a file, and what follows.
struct FrontMatter {
    let fields: [String: String]
    let body: String

    /// - Parameter subject: whose it is, for the error.
    init(_ text: String, of subject: String) throws(PromptError) {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        guard lines.first == "---", let end = lines.dropFirst().firstIndex(of: "---") else {
            throw PromptError(message: "\(subject): expected front matter between two lines '---'")
        }
        var fields: [String: String] = [:]
        for line in lines[1..<end] {
            guard let colon = line.firstIndex(of: ":") else { continue }
            fields[String(line[..<colon])] = String(line[line.index(after: colon)...].drop { $0 == " " })
        }
        self.fields = fields
        body = lines[(end + 1)...].joined(separator: "\n")
    }

    /// A value as a list: parts between commas, brackets around it or not.
    func list(_ key: String) -> [String] {
        (fields[key] ?? "").split { ",[]".contains($0) }
            .map { part in String(part.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed()) }
            .filter { !$0.isEmpty }
    }
}
