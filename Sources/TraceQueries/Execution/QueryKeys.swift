/// What a query needs to read besides the columns every span has.
struct QueryKeys {
    /// Attribute keys of spans, resources and instrumentation scopes.
    private(set) var attributes: Set<String> = []
    /// Attribute keys of events and links.
    private(set) var eventAttributes: Set<String> = []
    /// The same attributes as the query names them, on the span itself.
    private(set) var references: Set<AttributeReference> = []
    private(set) var needsEvents = false

    init(_ query: SpansetQuery) {
        visit(query.pipeline)
        guard let metrics = query.metrics else { return }
        metrics.groups.forEach { visit($0) }
        switch metrics.function {
        case .rate, .countOverTime: break
        case .aggregate(_, let field), .quantiles(let field, _), .histogram(let field): visit(field)
        case .compare(let filter, _, _, _): if let filter { visit(filter) }
        }
    }

    private mutating func visit(_ pipeline: SpansetPipeline) {
        visit(pipeline.first)
        for stage in pipeline.stages {
            switch stage {
            case .spansets(let expression): visit(expression)
            case .group(let fields), .select(let fields): fields.forEach { visit($0) }
            case .coalesce: break
            case .scalarFilter(let left, _, let right):
                visit(left)
                visit(right)
            }
        }
    }

    private mutating func visit(_ expression: SpansetExpression) {
        switch expression {
        case .filter(let filter): if let filter { visit(filter) }
        case .operation(_, let left, let right, _):
            visit(left)
            visit(right)
        case .pipeline(let pipeline): visit(pipeline)
        }
    }

    private mutating func visit(_ scalar: ScalarExpression) {
        switch scalar {
        case .literal: break
        case .aggregate(_, let field, _): if let field { visit(field) }
        case .binary(_, let left, let right):
            visit(left)
            visit(right)
        }
    }

    private mutating func visit(_ expression: FieldExpression) {
        switch expression {
        case .literal: break
        case .unary(_, let operand, _): visit(operand)
        case .binary(_, let left, let right, _):
            visit(left)
            visit(right)
        case .intrinsic(let intrinsic, let place):
            switch intrinsic {
            case .eventName, .eventTimeSinceStart: needsEvents = true
            case .linkTraceID, .linkSpanID:
                needsEvents = true
                eventAttributes.formUnion(["link.trace_id", "link.span_id"])
            case .instrumentationName: visit(.attribute(AttributeReference(.instrumentation, "name"), place))
            case .instrumentationVersion: visit(.attribute(AttributeReference(.instrumentation, "version"), place))
            default: break
            }
        case .attribute(let reference, _):
            if reference.scope == .event || reference.scope == .link {
                needsEvents = true
                eventAttributes.insert(reference.key)
            } else {
                attributes.insert(reference.key)
                references.insert(reference.onSpan)
            }
        }
    }
}

extension FieldExpression {
    /// Whether a span can have several values of it, because it names its events or links.
    var isMultiple: Bool {
        switch self {
        case .literal: false
        case .unary(_, let operand, _): operand.isMultiple
        case .binary(_, let left, let right, _): left.isMultiple || right.isMultiple
        case .attribute(let reference, _): reference.scope == .event || reference.scope == .link
        case .intrinsic(let intrinsic, _):
            switch intrinsic {
            case .eventName, .eventTimeSinceStart, .linkTraceID, .linkSpanID: true
            default: false
            }
        }
    }
}
