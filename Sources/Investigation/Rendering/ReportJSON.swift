import JSONValues

/// A report as JSON: the same members as `submit_report` takes, and what whyd added.
public struct ReportJSON: Sendable {
    public let text: String

    /// Renders a report, indented, with sorted keys.
    public init(_ report: Report) {
        let value = (try? JSONValue(encoding: report)) ?? .null
        text = Self.readableTimes(value).prettyText + "\n"
    }

    /// Times are nanoseconds inside whyd; readers of JSON get RFC 3339.
    private static func readableTimes(_ value: JSONValue) -> JSONValue {
        guard case .object(var members) = value else { return value }
        members["onset"] = members["onset"].map(ReportTime.readable)
        members["timeline"] = members["timeline"]?.array.map { entries in
            .array(
                entries.map { entry in
                    guard case .object(var fields) = entry else { return entry }
                    fields["time"] = fields["time"].map(ReportTime.readable)
                    return .object(fields)
                })
        }
        return .object(members)
    }
}
