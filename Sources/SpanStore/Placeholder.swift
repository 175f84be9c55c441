// SpanStore
