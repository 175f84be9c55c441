import Glibc
import SpanSources
import Telemetry

extension BuildSide {
    /// Parts of a side's time that are looked at where all of it is more than the question needs.
    private static let parts = 4

    /// The side's rows in parts of its time, spread evenly over it, that hold between `wanted` and twice as many of
    /// `count` rows; all rows where there are no more.
    ///
    /// Parts of time, because a store reads neighbouring rows together; a trace that a border cuts is short beside a part.
    func sampled(_ wanted: Double, of count: Double) -> BuildSide {
        let halvings = log2(count / max(1, wanted)).rounded(.down)
        guard count > 0, halvings >= 1 else { return self }
        let whole = (Double(range.end.nanoseconds) - Double(range.start.nanoseconds)) / Double(Self.parts)
        let length = whole / exp2(halvings)
        var side = self
        side.filter = filter.and(
            .or(
                (0..<Self.parts).map { part in
                    let start = Double(part) * whole + (whole - length) / 2
                    return .during(
                        TimeRange(
                            start: range.start + .nanoseconds(Int64(start)),
                            end: range.start + .nanoseconds(Int64(start + length))))
                }))
        return side
    }
}
