/// Numbers that a second look at the rows has picked out, each with the slot it was picked for.
struct QuantileCandidates: Sendable {
    var slots: [UInt32] = []
    var numbers: [Double] = []
    /// Nil where each number counts once.
    var weights: [Float]?

    init(isWeighted: Bool) { weights = isWeighted ? [] : nil }

    @inline(__always)
    mutating func append(_ slot: UInt32, _ number: Double, _ weight: Float) {
        slots.append(slot)
        numbers.append(number)
        weights?.append(weight)
    }

    mutating func append(_ other: QuantileCandidates) {
        slots += other.slots
        numbers += other.numbers
        if let more = other.weights { weights? += more }
    }
}
