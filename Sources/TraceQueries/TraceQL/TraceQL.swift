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

    /// A spanset filter, with or without its braces, or several combined by operators, as a condition on one row.
    ///
    /// - Throws: `TraceQLError` as `parse`; with code `unsupported` for what columns cannot tell.
    public static func predicate(_ text: String) throws(TraceQLError) -> Predicate {
        let expression = try Parser.filter(text)
        try Validator.checkSpansets(expression)
        guard let predicate = StructuralPushdown.exact(expression) else {
            throw TraceQLError(
                .unsupported, "this takes the whole trace to tell, not one span and its relatives",
                at: StructuralPushdown.obstacle(in: expression),
                hint: "child counts, events and arithmetic between attributes take whyd query")
        }
        return predicate
    }
}
