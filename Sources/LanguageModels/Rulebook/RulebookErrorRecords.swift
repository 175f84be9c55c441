/// What can be said where a service logs errors and nothing else deviates.
enum RulebookErrorRecords {
    static func isNew(_ row: RulebookRow) -> Bool { row.number("records_before") == 0 }

    /// One sentence with both counts.
    static func sentence(_ row: RulebookRow) -> String {
        let (service, template) = (row.text("service"), row.text("template"))
        let count = RulebookWords.number(row.number("records"))
        return isNew(row)
            ? "\(service) logs a new error, \(template): \(count) records in the window, 0 in the baseline."
            : "\(service) logs the error \(template) more often: \(count) records in the window, "
                + "\(RulebookWords.number(row.number("records_before"))) in the whole baseline."
    }

    /// The same, and what it is not.
    static func answer(_ row: RulebookRow) -> String {
        sentence(row)
            + " No operation fails more or takes longer than before, and no service went silent, so the spans do "
            + "not show that anybody felt it."
    }
}
