/// A number as somebody wrote it, with the precision they wrote.
struct Quantity: Equatable {
    var value: Double
    /// Half of the last digit written: how far off an honestly rounded number may be.
    var rounding: Double
    var unit: Unit?
    /// Written with `about`, `~`, `over` ...
    var isApproximate = false
    /// Where it stands in the text, in tokens.
    var position = 0

    /// Reads a plain decimal number such as `-1,234.5`.
    init?(digits text: some StringProtocol) {
        let plain = String(text.filter { $0 != "," && $0 != "_" })
        guard let value = Double(plain), plain.allSatisfy({ $0.isASCII && ($0.isNumber || "+-.".contains($0)) })
        else { return nil }
        self.value = value
        let decimals = plain.firstIndex(of: ".").map { plain.distance(from: $0, to: plain.endIndex) - 1 } ?? 0
        rounding = 0.5
        for _ in 0..<decimals { rounding /= 10 }
    }

    /// Reads a number that a citation gives.
    init(cited value: Double, unit: Unit?) {
        self.value = value
        self.unit = unit
        rounding = 0.5
        var scaled = value.magnitude
        // The fewest decimals that write the value, up to nine.
        for _ in 0..<9 where abs(scaled - scaled.rounded()) > 1e-9 * max(1, scaled) {
            scaled *= 10
            rounding /= 10
        }
    }

    /// Whether it says what stands in a cell.
    func matches(_ cell: Double, in cellUnit: Unit?) -> Bool {
        guard let unit else { return isNear(cell) }
        guard let cellUnit else { return unit.dimension == .count && isNear(cell) }
        guard unit.dimension == cellUnit.dimension else {
            // `3 errors` and a column without a better word for it.
            return unit.dimension == .count && cellUnit.dimension == .count && isNear(cell)
        }
        return isNear(cell * cellUnit.factor / unit.factor)
    }

    func isNear(_ other: Double) -> Bool {
        let slack = isApproximate ? max(rounding, other.magnitude * 0.1) : rounding
        return abs(value - other) <= slack * (1 + 1e-9) + 1e-12 * other.magnitude
    }
}
