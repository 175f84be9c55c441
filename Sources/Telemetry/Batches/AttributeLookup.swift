extension Sequence<AttributeColumn> {
    /// A row's value of an attribute whichever scope and spelling it was sent in: span first, then resource, then
    /// instrumentation; the canonical spelling first.
    public func value(ofKey key: String, row: Int) -> AttributeValue? {
        let spellings = AttributeAliases.spellings(of: key)
        for scope in [AttributeScope.span, .resource, .instrumentation] {
            for spelling in spellings {
                for column in self where column.name.scope == scope && column.name.key == spelling {
                    if let value = column.value(atRow: row) { return value }
                }
            }
        }
        return nil
    }
}

extension SpanBatch {
    /// A row's value of an attribute whichever scope and spelling it was sent in; nil where the row lacks it.
    public func value(ofKey key: String, row: Int) -> AttributeValue? { attributes.value(ofKey: key, row: row) }
}

extension EventBatch {
    /// A row's value of an attribute whichever scope and spelling it was sent in; nil where the row lacks it.
    public func value(ofKey key: String, row: Int) -> AttributeValue? { attributes.value(ofKey: key, row: row) }
}
