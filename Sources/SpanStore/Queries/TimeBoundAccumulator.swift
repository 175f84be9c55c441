import SpanSources
import Telemetry

/// `minimum` and `maximum` of the time: reads times only where a segment's could move a bound.
struct TimeBoundAccumulator: Accumulator {
    private let isLatest: Bool
    /// By group; what no time is, where a group has none yet.
    private var bounds: [Int64] = []

    init(isLatest: Bool) { self.isLatest = isLatest }

    private var none: Int64 { isLatest ? .min : .max }

    mutating func add(_ slice: RowSlice, _ predicates: inout PredicateEvaluator) throws(SpanSourceError) {
        bounds.extend(to: slice.groupCount, with: none)
        guard mayMove(slice) else { return }
        let times = try slice.scan.reading { (scan) throws(SpanStoreError) in try scan.times() }
        let isLatest = isLatest
        bounds.withUnsafeMutableBufferPointer { bounds in
            times.withUnsafeBufferPointer { times in
                slice.groups.withUnsafeBufferPointer { groups in
                    slice.forEachRow { position, row in
                        let group = Int(groups[position])
                        bounds[group] =
                            isLatest ? max(bounds[group], times[row]) : min(bounds[group], times[row])
                    }
                }
            }
        }
    }

    /// Whether the segment reaches past the bound of a group that has rows in it.
    private func mayMove(_ slice: RowSlice) -> Bool {
        let times = slice.scan.group.times
        return bounds.withUnsafeBufferPointer { bounds in
            slice.groups.withUnsafeBufferPointer { groups in
                isLatest
                    ? groups.contains { bounds[Int($0)] < times.upperBound }
                    : groups.contains { bounds[Int($0)] > times.lowerBound }
            }
        }
    }

    mutating func merge(_ other: any Accumulator, map: [UInt32], groupCount: Int) {
        guard let other = other as? TimeBoundAccumulator else { return }
        bounds.extend(to: groupCount, with: none)
        for (group, bound) in other.bounds.enumerated() {
            let target = Int(map[group])
            bounds[target] = isLatest ? max(bounds[target], bound) : min(bounds[target], bound)
        }
    }

    mutating func columns(groupCount: Int, isApproximate: inout Bool) -> [ResultValues] {
        bounds.extend(to: groupCount, with: none)
        return [.integers(bounds.prefix(groupCount).map { $0 == none ? nil : $0 })]
    }
}

extension SpanQuery {
    /// Whether it asks for the first or last time of its groups.
    var asksTimeBounds: Bool {
        aggregates.contains { $0 == .minimum(.intrinsic(.time)) || $0 == .maximum(.intrinsic(.time)) }
    }
}

extension [RowGroup] {
    /// The newest and the oldest first, then ever finer in between, so that bounds of times are found early and the
    /// times of most groups need not be read.
    var outsideIn: [RowGroup] {
        guard count > 2 else { return self }
        let bits = UInt.bitWidth - (count - 1).leadingZeroBitCount
        func reversed(_ index: Int) -> UInt { UInt(index).bitReversed >> UInt(UInt.bitWidth - bits) }
        let inner = indices.dropLast().sorted { reversed($0) < reversed($1) }
        return ([count - 1] + inner).map { self[$0] }
    }
}

extension UInt {
    /// The bits in opposite order.
    fileprivate var bitReversed: UInt {
        var (rest, result) = (self, UInt(0))
        for _ in 0..<UInt.bitWidth {
            result = result << 1 | rest & 1
            rest >>= 1
        }
        return result
    }
}
