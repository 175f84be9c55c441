/// Whether the numbers of a sentence stand in the results it cites as a whole, or follow from what stands there.
struct WholeResultNumbers {
    private let text: ClaimText
    private let results: [WholeResult]
    /// By number of the sentence: the cells it may mean.
    private let cells: [[NumberCell]]
    /// What follows from the cells that the sentence states.
    private let derived: [(value: Double, unit: Unit?)]

    init(text: ClaimText, results: [WholeResult]) {
        self.text = text
        self.results = results
        let cells = text.quantities.indices.map { index in results.flatMap { $0.cells(for: index) } }
        self.cells = cells
        derived = Self.derived(text, cells)
    }

    /// Whether a number stands there or follows.
    func admits(_ index: Int) -> Bool {
        let quantity = text.quantities[index]
        return cells[index].contains { quantity.matches($0.value, in: $0.unit) }
            || derived.contains { quantity.matches($0.value, in: $0.unit) }
            || results.contains { $0.says(index) }
    }

    /// The cells that come nearest to a number that does not stand there.
    func nearest(_ index: Int) -> [(value: Double, unit: Unit?)] {
        let quantity = text.quantities[index]
        let unit = quantity.unit
        let fitting = cells[index].filter { unit == nil || $0.unit == nil || $0.unit?.dimension == unit?.dimension }
        let wanted = quantity.value * (unit?.factor ?? 1)
        return fitting.sorted { abs($0.base - wanted) < abs($1.base - wanted) }.prefix(4).map { ($0.value, $0.unit) }
    }

    /// Differences, multiples and shares: of the cells that other numbers of the sentence state, or, in a sentence
    /// without any, of all cells where these are few. Many numbers give any other number by chance.
    private static func derived(_ text: ClaimText, _ cells: [[NumberCell]]) -> [(value: Double, unit: Unit?)] {
        let stated = zip(text.quantities, cells).flatMap { quantity, cells in
            cells.filter { quantity.matches($0.value, in: $0.unit) }
        }
        let sources = stated.isEmpty ? cells.first ?? [] : stated
        guard sources.count <= 12 else { return [] }
        return DerivedNumbers.of(sources.map { ($0.value, $0.unit) })
    }
}

extension NumberCell {
    /// In the base unit of its dimension.
    var base: Double { value * (unit?.factor ?? 1) }
}
