import Glibc

/// How far a measure rose above the median of a baseline's slices, in logarithm units beyond its usual movement.
struct LogChange {
    private(set) var score: Double
    private let shrinkage: Double

    /// - Parameter floor: added before taking logarithms.
    init(_ now: Double, _ slices: [Double], floor: Double, _ parameters: LocalisationParameters) {
        let logarithms = slices.map { log($0 + floor) }
        let usual = Quantile.of(logarithms, 0.5) ?? 0
        let movement =
            slices.count > 2
            ? parameters.movementFactor * (Quantile.of(logarithms.map { abs($0 - usual) }, 0.5) ?? 0)
            : parameters.unknownMovement
        score = max(0, log(now + floor) - usual - movement)
        shrinkage = parameters.countShrinkage
    }

    /// What a number of rows is worth, 0...1.
    func trust(_ count: Int) -> Double { Double(count) / (Double(count) + shrinkage) }
}
