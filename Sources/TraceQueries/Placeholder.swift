// TraceQueries
