import Telemetry

extension TraceRows {
    /// Whether a span meets a filter.
    func meets(_ filter: FieldExpression, row: Int) -> Bool { value(of: filter, row: row).isTrue }

    /// What an expression comes to on a span.
    func value(of expression: FieldExpression, row: Int) -> FieldValue {
        switch expression {
        case .literal(let literal, _): return FieldValue(literal)
        case .intrinsic(let intrinsic, _): return value(of: intrinsic, row: row)
        case .attribute(let reference, _):
            if reference.scope == .event || reference.scope == .link {
                return eventValues(of: reference, row: row).first ?? .none
            }
            guard reference.ofParent else { return value(of: reference, row: row) }
            return forest.parent(of: row).map { value(of: reference.onSpan, row: $0) } ?? .none
        case .unary(.not, let operand, _):
            return .boolean(!value(of: operand, row: row).isTrue)
        case .unary(.negate, let operand, _):
            return value(of: operand, row: row).number.map { .number(-$0) } ?? .none
        case .binary(let operation, let left, let right, _):
            return binary(operation, left, right, row: row)
        }
    }

    private func binary(
        _ operation: FieldExpression.Binary, _ left: FieldExpression, _ right: FieldExpression, row: Int
    ) -> FieldValue {
        switch operation {
        case .and: return .boolean(meets(left, row: row) && meets(right, row: row))
        case .or: return .boolean(meets(left, row: row) || meets(right, row: row))
        case .matches, .notMatches: return .boolean(matches(operation, left, right, row: row))
        case .add, .subtract, .multiply, .divide, .remainder, .power:
            guard let left = value(of: left, row: row).number, let right = value(of: right, row: row).number else {
                return .none
            }
            return .number(Constant.apply(operation, left, right))
        case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual:
            return .boolean(compares(operation, left, right, row: row))
        }
    }

    private func compares(
        _ operation: FieldExpression.Binary, _ left: FieldExpression, _ right: FieldExpression, row: Int
    ) -> Bool {
        if isNil(left) || isNil(right) {
            let present = !values(of: isNil(left) ? right : left, row: row).isEmpty
            return operation == .equal ? !present : operation == .notEqual && present
        }
        guard left.isMultiple || right.isMultiple else {
            return FieldValue.compare(value(of: left, row: row), operation, value(of: right, row: row))
        }
        let (lefts, rights) = (values(of: left, row: row), values(of: right, row: row))
        return lefts.contains { left in rights.contains { FieldValue.compare(left, operation, $0) } }
    }

    private func isNil(_ expression: FieldExpression) -> Bool {
        if case .literal(.none, _) = expression { true } else { false }
    }

    private func matches(
        _ operation: FieldExpression.Binary, _ left: FieldExpression, _ right: FieldExpression, row: Int
    ) -> Bool {
        guard case .literal(.string(let pattern), _) = right else { return false }
        return values(of: left, row: row).contains { value in
            let holds = value.texts.contains { matches[pattern, default: PatternMatches(pattern)].holds($0) }
            return holds == (operation == .matches)
        }
    }

    /// The present values of an expression: at most one, unless it names events or links.
    private func values(of expression: FieldExpression, row: Int) -> [FieldValue] {
        switch expression {
        case .attribute(let reference, _) where expression.isMultiple: return eventValues(of: reference, row: row)
        case .intrinsic(let intrinsic, _) where expression.isMultiple: return eventValues(of: intrinsic, row: row)
        default:
            let value = value(of: expression, row: row)
            return value == .none ? [] : [value]
        }
    }

    // MARK: Intrinsics

    private func value(of intrinsic: TraceIntrinsic, row: Int) -> FieldValue {
        switch intrinsic {
        case .name: return .string(spans.names[row])
        case .duration: return .number(Double(spans.durationNanoseconds[row]))
        case .status: return .string(spans.statuses[row].word)
        case .statusMessage: return .string(spans.statusMessages[row])
        case .kind: return .string(spans.kinds[row].word)
        case .spanID: return .string(spans.spanIDs[row].description)
        case .parentID: return .string(spans.parentIDs[row] == .none ? "" : spans.parentIDs[row].description)
        case .traceID: return .string(spans.traceIDs[row].description)
        case .childCount: return .number(Double(forest.children[row].count))
        case .nestedSetLeft: return .number(Double(nestedSets.left[row]))
        case .nestedSetRight: return .number(Double(nestedSets.right[row]))
        case .nestedSetParent: return .number(Double(nestedSets.parent[row]))
        case .parent: return spans.parentIDs[row] == .none ? .none : .string(spans.parentIDs[row].description)
        case .traceDuration: return .number(Double(traceDuration(spans.traceIDs[row])))
        case .rootName: return root(of: spans.traceIDs[row]).map { .string(spans.names[$0]) } ?? .none
        case .rootServiceName: return root(of: spans.traceIDs[row]).map { .string(spans.services[$0]) } ?? .none
        case .instrumentationName: return value(of: AttributeReference(.instrumentation, "name"), row: row)
        case .instrumentationVersion: return value(of: AttributeReference(.instrumentation, "version"), row: row)
        case .eventName, .eventTimeSinceStart, .linkTraceID, .linkSpanID:
            return eventValues(of: intrinsic, row: row).first ?? .none
        }
    }

    private func eventValues(of intrinsic: TraceIntrinsic, row: Int) -> [FieldValue] {
        (eventsOfSpan[row] ?? []).compactMap { event in
            let isLink = events.sources[event] == .link
            switch intrinsic {
            case .eventName: return isLink ? nil : .string(events.names[event])
            case .eventTimeSinceStart:
                return isLink ? nil : .number(Double(events.timeNanoseconds[event] - spans.startNanoseconds[row]))
            case .linkTraceID:
                return isLink
                    ? events.value(AttributeName(.span, "link.trace_id"), row: event).map { FieldValue($0) } : nil
            case .linkSpanID:
                return isLink
                    ? events.value(AttributeName(.span, "link.span_id"), row: event).map { FieldValue($0) } : nil
            default: return nil
            }
        }
    }

    private func traceDuration(_ trace: TraceID) -> Int64 {
        let rows = rowsOfTrace[trace] ?? []
        let start = rows.map { spans.startNanoseconds[$0] }.min() ?? 0
        return (rows.map { spans.startNanoseconds[$0] + spans.durationNanoseconds[$0] }.max() ?? 0) - start
    }
}
