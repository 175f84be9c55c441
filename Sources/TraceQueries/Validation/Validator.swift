/// Finds what is TraceQL by its grammar but means nothing.
enum Validator {
    /// Checks a whole query.
    ///
    /// - Throws: `TraceQLError` with code `invalid` or `unsupported`, at the first place that is wrong.
    static func check(_ query: TraceQLQuery) throws(TraceQLError) {
        switch query.body {
        case .spansets(let query): try check(query)
        case .arithmetic(let expression): try check(expression)
        }
    }

    private static func check(_ query: SpansetQuery) throws(TraceQLError) {
        try check(query.pipeline)
        guard let metrics = query.metrics else { return }
        for group in metrics.groups { try checkDependent(group) }
        switch metrics.function {
        case .rate, .countOverTime: break
        case .aggregate(_, let field), .quantiles(let field, _), .histogram(let field): try checkNumeric(field)
        case .compare(let filter, _, _, _):
            if let filter { try checkFilter(filter) }
            guard metrics.groups.isEmpty, metrics.stages.isEmpty else {
                throw TraceQLError(
                    .invalid, "compare() stands alone: no by(), topk() or comparison", at: metrics.position)
            }
        }
    }

    private static func check(_ expression: SeriesExpression) throws(TraceQLError) {
        switch expression {
        case .number: return
        case .stages(let inner, _): try check(inner)
        case .query(let query):
            try check(query)
            if case .compare = query.metrics?.function, let position = query.metrics?.position {
                throw TraceQLError(.invalid, "compare() stands alone: no arithmetic", at: position)
            }
        case .operation(_, let left, let right, let position):
            try check(left)
            try check(right)
            guard let labels = left.labels, let others = right.labels, !labels.isEmpty, !others.isEmpty,
                labels.sorted() != others.sorted()
            else { return }
            throw TraceQLError(
                .invalid,
                "series by \(labels.joined(separator: ", ")) have no partners among series by "
                    + others.joined(separator: ", "), at: position, hint: "the same by() on both sides, or on one alone"
            )
        }
    }

    /// Checks that spansets, or a filter, mean something.
    static func checkSpansets(_ expression: SpansetExpression) throws(TraceQLError) { try check(expression) }

    /// Checks that a filter is true or false.
    static func checkFilter(_ expression: FieldExpression) throws(TraceQLError) {
        let type = try type(of: expression)
        guard type.fits(.boolean), type != .none else {
            throw TraceQLError(
                .invalid, "a filter has to be true or false, this is a \(type.rawValue)", at: expression.position)
        }
    }

    private static func check(_ pipeline: SpansetPipeline) throws(TraceQLError) {
        try check(pipeline.first)
        for stage in pipeline.stages {
            switch stage {
            case .spansets(let expression): try check(expression)
            case .group(let fields), .select(let fields): for field in fields { try checkDependent(field) }
            case .coalesce: break
            case .scalarFilter(let left, _, let right):
                try check(left)
                try check(right)
            }
        }
    }

    private static func check(_ expression: SpansetExpression) throws(TraceQLError) {
        switch expression {
        case .filter(let filter): if let filter { try checkFilter(filter) }
        case .operation(_, let left, let right, _):
            try check(left)
            try check(right)
        case .pipeline(let pipeline): try check(pipeline)
        }
    }

    private static func check(_ scalar: ScalarExpression) throws(TraceQLError) {
        switch scalar {
        case .literal(let literal, let place):
            guard literal.number != nil else {
                throw TraceQLError(.invalid, "aggregates are compared with numbers or durations", at: place)
            }
        case .binary(_, let left, let right):
            try check(left)
            try check(right)
        case .aggregate(.count, let field, let place):
            guard field == nil else { throw TraceQLError(.invalid, "count() takes nothing", at: place) }
        case .aggregate(let aggregate, let field, let place):
            guard let field else {
                throw TraceQLError(.invalid, "\(aggregate.rawValue)() needs an attribute", at: place)
            }
            try checkNumeric(field)
        }
    }

    /// Checks that an expression is not the same for every span.
    private static func checkDependent(_ field: FieldExpression) throws(TraceQLError) {
        _ = try type(of: field)
        guard Constant.value(of: field) == nil else {
            throw TraceQLError(
                .invalid, "this is the same for every span; name an attribute or an intrinsic", at: field.position)
        }
    }

    private static func checkNumeric(_ field: FieldExpression) throws(TraceQLError) {
        try checkDependent(field)
        let type = try type(of: field)
        guard type == .number || type == .unknown else {
            throw TraceQLError(
                .invalid, "only numbers can be aggregated, this is a \(type.rawValue)", at: field.position)
        }
    }
}
