public import SpanSources

/// TraceQL: text in, plan out.
public enum TraceQL {
    /// One spanset filter, with or without its braces, as a condition on one row.
    ///
    /// - Throws: `TraceQLError` with code `unsupported` for a filter that needs more than the row itself.
    public static func predicate(_ text: String) throws(TraceQLError) -> Predicate {
        throw TraceQLError(.unsupported, "TraceQL is not read yet: \(text)")
    }
}
