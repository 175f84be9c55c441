/// Control of the false discovery rate over everything that was tested.
///
/// Source: Benjamini and Hochberg (1995).
public enum BenjaminiHochberg {
    /// The adjusted p-value of each test, in the order given.
    ///
    /// - Parameter tested: how many tests were made in all, where those given are only the promising ones.
    public static func adjusted(_ probabilities: [Double], tested: Int? = nil) -> [Double] {
        let total = Double(max(tested ?? 0, probabilities.count))
        let order = probabilities.indices.sorted { probabilities[$0] < probabilities[$1] }
        var result = probabilities
        var smallest = 1.0
        for (rank, position) in order.enumerated().reversed() {
            smallest = min(smallest, probabilities[position] * total / Double(rank + 1))
            result[position] = smallest
        }
        return result
    }
}
