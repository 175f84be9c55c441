import Telemetry

/// Series by what tells them apart, as metrics functions and arithmetic give them.
struct SeriesSet {
    /// One column per label of a point.
    var labels: [AnswerColumn]
    /// Values of the unit `ms` are nanoseconds until they are shown.
    var value: AnswerColumn
    var points: [SeriesPoint]

    /// Applies `topk()`, comparisons ...
    func applying(_ stages: [MetricsStage]) -> SeriesSet {
        var set = self
        for stage in stages { set.points = stage.apply(to: set.points, unit: value.unit) }
        return set
    }

    /// An operation with another set: points of the same time and labels meet; a set without labels meets every series.
    ///
    /// - Parameter undefined: Counts what has no result, such as a division by zero; such points are left out.
    func combined(
        _ operation: FieldExpression.Binary, _ other: SeriesSet, name: String, undefined: inout Int
    ) -> SeriesSet {
        let unit = Self.unit(operation, value.unit, other.value.unit)
        // A ratio of two durations is the same in any unit; others come out in seconds, as Tempo has it.
        let isInSeconds = unit == nil && value.unit != other.value.unit
        let (left, right) = isInSeconds ? (inSeconds, other.inSeconds) : (self, other)
        let isFlipped = left.labels.isEmpty && !right.labels.isEmpty
        let (many, few) = isFlipped ? (right, left) : (left, right)
        let partners = few.partners(in: many.labels)
        var set = SeriesSet(labels: many.labels, value: AnswerColumn(name: name, unit: unit), points: [])
        for point in many.points {
            let key = Key(time: point.time, labels: few.labels.isEmpty ? [] : point.labels)
            guard let partner = partners[key] else { continue }
            let result =
                isFlipped
                ? Constant.apply(operation, partner, point.value) : Constant.apply(operation, point.value, partner)
            if result.isFinite {
                set.points.append(SeriesPoint(time: point.time, labels: point.labels, value: result))
            } else {
                undefined += 1
            }
        }
        return set
    }

    /// An operation with a number on one side; a number that meets durations is seconds.
    func combined(
        _ operation: FieldExpression.Binary, with number: Double, isLeft: Bool, name: String, undefined: inout Int
    ) -> SeriesSet {
        let isSum = operation == .add || operation == .subtract
        let isScaled = operation == .multiply || (operation == .divide && !isLeft)
        let keepsUnit = isSum || (isScaled && value.unit == "ms")
        var set = keepsUnit ? self : inSeconds
        let number = isSum && value.unit == "ms" ? number * 1e9 : number
        set.value = AnswerColumn(name: name, unit: keepsUnit ? value.unit : nil)
        set.points = set.points.compactMap { point in
            var point = point
            point.value =
                isLeft
                ? Constant.apply(operation, number, point.value) : Constant.apply(operation, point.value, number)
            if point.value.isFinite { return point }
            undefined += 1
            return nil
        }
        return set
    }

    private struct Key: Hashable {
        var time: Int64
        var labels: [AnswerCell]
    }

    /// Values by time and by labels in the order of some columns.
    private func partners(in columns: [AnswerColumn]) -> [Key: Double] {
        let order = labels.isEmpty ? [] : columns.compactMap { column in labels.firstIndex { $0.name == column.name } }
        return Dictionary(
            points.map { point in (Key(time: point.time, labels: order.map { point.labels[$0] }), point.value) },
            uniquingKeysWith: { first, _ in first })
    }

    /// Durations as plain seconds; anything else as it is.
    private var inSeconds: SeriesSet {
        guard value.unit == "ms" else { return self }
        var set = self
        for place in set.points.indices { set.points[place].value /= 1e9 }
        return set
    }

    private static func unit(_ operation: FieldExpression.Binary, _ left: String?, _ right: String?) -> String? {
        (operation == .add || operation == .subtract) && left == right ? left : nil
    }
}
