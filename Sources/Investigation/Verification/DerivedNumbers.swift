/// Numbers that follow from two cited ones: how many times, how much more, by how many per cent.
enum DerivedNumbers {
    static func of(_ cells: [(value: Double, unit: Unit?)]) -> [(value: Double, unit: Unit?)] {
        var derived: [(value: Double, unit: Unit?)] = []
        for (position, left) in cells.enumerated() {
            for right in cells[(position + 1)...] where left.unit?.dimension == right.unit?.dimension {
                let (low, high) = (left.value * factor(left), right.value * factor(right))
                derived.append((abs(high - low) / factor(left), left.unit))
                for (numerator, denominator) in [(low, high), (high, low)] where denominator != 0 {
                    let ratio = numerator / denominator
                    derived += [(ratio, Unit("x")), (ratio, Unit("count")), (ratio, Unit("share"))]
                    derived.append((abs(ratio - 1), Unit("share")))
                }
            }
        }
        return derived
    }

    private static func factor(_ cell: (value: Double, unit: Unit?)) -> Double { cell.unit?.factor ?? 1 }
}
