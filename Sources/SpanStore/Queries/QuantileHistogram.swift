/// Weights per group and bucket of 1/64 of an octave, all groups in one table.
///
/// A bucket is the exponent and the top six bits of a significand, so that finding one is a shift; magnitudes below
/// 2^-40 share bucket 0. A bucket's middle is off by at most 0.8 % of any value in it.
struct QuantileHistogram: Sendable {
    /// The first bucket of every group's row, and how many there are.
    private(set) var base = 0
    private(set) var width = 0
    private(set) var groupCount = 0
    private var cells: [Double] = []

    /// More cells than this cost more than they save (32 MB).
    private static let maximumCells = 1 << 22
    private static let floor = (1023 - 40) << 6

    /// The bucket of a number that is not NaN; greater numbers never have smaller buckets.
    @inline(__always)
    static func bucket(_ number: Double) -> Int {
        let bucket = max(0, Int(truncatingIfNeeded: number.magnitude.bitPattern >> 46) &- floor)
        return number < 0 ? 0 &- bucket : bucket
    }

    /// The number a bucket stands for where the values themselves are not looked at.
    static func middle(_ bucket: Int) -> Double {
        guard bucket != 0 else { return 0 }
        let magnitude = Double(bitPattern: UInt64(abs(bucket) + floor) << 46 | 1 << 45)
        return bucket < 0 ? -magnitude : magnitude
    }

    /// Takes a slice's numbers in.
    ///
    /// - Returns: False, with nothing taken in, where the table would become too large.
    mutating func add(_ view: NumericView, _ slice: RowSlice) -> Bool {
        guard let extent = view.extent(in: slice) else { return true }
        guard
            cover(Self.bucket(extent.lowerBound)...Self.bucket(extent.upperBound), groupCount: slice.groupCount)
        else { return false }
        let (base, width) = (base, width)
        cells.withUnsafeMutableBufferPointer { cells in
            slice.groups.withUnsafeBufferPointer { groups in
                if let weights = slice.weights {
                    view.forEach(in: slice) { position, row, number in
                        cells[Int(groups[position]) &* width &+ Self.bucket(number) &- base] += Double(weights[row])
                    }
                } else {
                    view.forEach(in: slice) { position, _, number in
                        cells[Int(groups[position]) &* width &+ Self.bucket(number) &- base] += 1
                    }
                }
            }
        }
        return true
    }

    /// Takes another worker's table in; false, with nothing taken in, where the table would become too large.
    mutating func merge(_ other: QuantileHistogram, map: [UInt32], groupCount: Int) -> Bool {
        guard other.width > 0 else { return true }
        guard cover(other.base...(other.base + other.width - 1), groupCount: groupCount) else { return false }
        for group in 0..<other.groupCount {
            let target = Int(map[group]) * width + other.base - base
            for bucket in 0..<other.width { cells[target + bucket] += other.cells[group * other.width + bucket] }
        }
        return true
    }

    /// A group's weights, from bucket `base` on; empty where the table has no such group.
    func weights(_ group: Int) -> ArraySlice<Double> {
        group < groupCount ? cells[(group * width)..<(group * width + width)] : []
    }

    /// Makes room; new room is wider than asked for, so that it is made seldom.
    private mutating func cover(_ buckets: ClosedRange<Int>, groupCount wanted: Int) -> Bool {
        var (first, last) = (base, base + width - 1)
        if width == 0 { (first, last) = (buckets.lowerBound, buckets.upperBound) }
        if buckets.lowerBound < first { first = buckets.lowerBound - 64 }
        if buckets.upperBound > last { last = buckets.upperBound + 64 }
        let groups = max(groupCount, wanted)
        let newWidth = last - first + 1
        guard groups * newWidth <= Self.maximumCells else { return false }
        if newWidth == width {
            cells.extend(to: groups * width, with: 0)
        } else {
            var moved = [Double](repeating: 0, count: groups * newWidth)
            for group in 0..<groupCount {
                for bucket in 0..<width {
                    moved[group * newWidth + base - first + bucket] = cells[group * width + bucket]
                }
            }
            cells = moved
        }
        (base, width, groupCount) = (first, newWidth, groups)
        return true
    }
}
