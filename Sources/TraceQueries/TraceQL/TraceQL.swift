public import SpanSources

/// TraceQL: text in, plan out.
///
/// The language is Tempo's; what whyd does not run is refused by name and place, never read over.
public enum TraceQL {
    /// Reads and validates a query.
    ///
    /// - Throws: `TraceQLError` with code `syntax`, `invalid` or `unsupported` and the place in the text.
    public static func parse(_ text: String) throws(TraceQLError) -> TraceQLQuery {
        let query = try Parser.query(text)
        try Validator.check(query)
        return query
    }

    /// One spanset filter, with or without its braces, as a condition on one row.
    ///
    /// - Throws: `TraceQLError` as `parse`; with code `unsupported` for a filter that needs more than the row itself.
    public static func predicate(_ text: String) throws(TraceQLError) -> Predicate {
        let filter = try Parser.filter(text)
        if let filter { try Validator.checkFilter(filter) }
        guard let predicate = PredicatePushdown.exact(filter) else {
            throw TraceQLError(
                .unsupported, "this filter needs the whole trace, not one span", at: filter?.position,
                hint: "children, events and arithmetic between attributes take whyd query")
        }
        return predicate
    }
}
