import Telemetry

extension Parser {
    static let functions: Set<String> = [
        "rate", "count_over_time", "min_over_time", "max_over_time", "avg_over_time", "sum_over_time",
        "quantile_over_time", "histogram_over_time", "compare",
    ]

    var isAtMetrics: Bool { word.map(Self.functions.contains) ?? false }

    /// Whether a metrics function follows the pipe at hand.
    var isMetricsNext: Bool {
        var ahead = self
        ahead.advance()
        return ahead.isAtMetrics
    }

    /// `| rate() by(...) | topk(5)`; nil where the query is a search.
    mutating func metricsAfterPipe() throws(TraceQLError) -> MetricsExpression? {
        if !isAtMetrics { guard at(.pipe), isMetricsNext else { return nil } }
        _ = take(.pipe)
        let position = current.position
        let function = try metricsFunction()
        var groups: [FieldExpression] = []
        if word == "by" { groups = try arguments() }
        let stages = try metricsStages()
        return MetricsExpression(function: function, groups: groups, stages: stages, position: position)
    }

    /// `| topk(5) > 10 ...`
    mutating func metricsStages() throws(TraceQLError) -> [MetricsStage] {
        var stages: [MetricsStage] = []
        while let stage = try metricsStage() { stages.append(stage) }
        return stages
    }

    private mutating func metricsFunction() throws(TraceQLError) -> MetricsFunction {
        let name = word ?? ""
        let position = current.position
        if name == "compare" { return try comparisonFunction() }
        advance()
        try expect(.openParenthesis)
        if name == "rate" || name == "count_over_time" {
            try expect(.closeParenthesis)
            return name == "rate" ? .rate : .countOverTime
        }
        guard !at(.closeParenthesis) else {
            throw TraceQLError(.syntax, "'\(name)' needs an attribute, such as \(name)(duration)", at: position)
        }
        let field = try fieldExpression()
        var quantiles: [Double] = []
        while take(.comma) { quantiles.append(try quantile()) }
        try expect(.closeParenthesis)
        guard name == "quantile_over_time" else {
            guard quantiles.isEmpty else {
                throw TraceQLError(.syntax, "'\(name)' takes one attribute and nothing else", at: position)
            }
            if name == "histogram_over_time" { return .histogram(field) }
            let aggregate = ScalarAggregate(rawValue: String(name.prefix(3)))
            return .aggregate(aggregate ?? .count, field)
        }
        guard !quantiles.isEmpty else {
            throw TraceQLError(
                .syntax, "quantile_over_time needs quantiles", at: position, hint: "(duration, .95, .99)")
        }
        return .quantiles(field, quantiles)
    }

    private mutating func quantile() throws(TraceQLError) -> Double {
        let position = current.position
        guard let number = literal()?.number, (0...1).contains(number) else {
            throw TraceQLError(.invalid, "a quantile lies between 0 and 1", at: position)
        }
        return number
    }

    private mutating func comparisonFunction() throws(TraceQLError) -> MetricsFunction {
        advance()
        try expect(.openParenthesis)
        try expect(.openBrace)
        var filter: FieldExpression?
        if !at(.closeBrace) { filter = try fieldExpression() }
        try expect(.closeBrace)
        var numbers: [Int64] = []
        while take(.comma) {
            guard case .integer(let number) = current.kind else { throw unexpected("a whole number") }
            advance()
            numbers.append(number)
        }
        let position = current.position
        try expect(.closeParenthesis)
        guard [0, 1, 3].contains(numbers.count) else {
            throw TraceQLError(
                .syntax, "compare takes a filter, then the number of values, then a start and an end", at: position)
        }
        let top = numbers.first ?? 10
        guard (1...1000).contains(top) else {
            throw TraceQLError(.invalid, "compare gives 1 to 1000 values, not \(top)", at: position)
        }
        if numbers.count == 3, numbers[1] >= numbers[2] {
            throw TraceQLError(.invalid, "the window of compare has to end after it starts", at: position)
        }
        return .compare(
            filter, topValues: Int(top), startNanoseconds: numbers.count > 1 ? numbers[1] : nil,
            endNanoseconds: numbers.count > 1 ? numbers[2] : nil)
    }

    private mutating func metricsStage() throws(TraceQLError) -> MetricsStage? {
        if let comparison = comparison() {
            return .filter(comparison, try threshold())
        }
        guard at(.pipe) else { return nil }
        advance()
        guard let name = word, name == "topk" || name == "bottomk" else {
            throw unexpected("topk(n) or bottomk(n)")
        }
        advance()
        try expect(.openParenthesis)
        guard case .integer(let count) = current.kind, count > 0 else { throw unexpected("a whole number above 0") }
        advance()
        try expect(.closeParenthesis)
        return name == "topk" ? .top(Int(count)) : .bottom(Int(count))
    }

    // MARK: Hints

    /// What whyd does anyway, or what an answer from every span is better than: Tempo's hints to look at a part of them.
    private static let hintsReadOver: Set<String> = [
        "most_recent", "exemplars", "spanonly_fetch", "sample", "span_sample", "trace_sample",
    ]

    /// `with(...)`: hints that change how Tempo searches but not what is true are read over; others are refused.
    mutating func hints() throws(TraceQLError) {
        guard word == "with" else { return }
        advance()
        try expect(.openParenthesis)
        repeat {
            let token = current
            guard let name = word else { throw unexpected("a hint") }
            advance()
            try expect(.equal)
            guard let value = literal() else { throw unexpected("a value for the hint") }
            // A sampled span always counts for those it stands for.
            guard Self.hintsReadOver.contains(name) || name == "extrapolate" && value.value == .boolean(true) else {
                throw TraceQLError(
                    .unsupported, "the hint '\(name)' is not supported", at: token.position,
                    hint: "whyd always looks at every span; leave the hint out")
            }
        } while take(.comma)
        try expect(.closeParenthesis)
    }
}
