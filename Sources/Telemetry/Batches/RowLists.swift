/// A list of rows for each row of a batch, such as its children; two arrays, however many rows there are.
public struct RowLists: Sendable {
    /// Where each row's list starts, and at the end where the last one ends.
    private let starts: [Int32]
    package private(set) var listed: [Int]

    /// Lists each row under its parent, in ascending order.
    ///
    /// - Parameter parents: One per row; negative where it stands in no list.
    package init(parents: [Int32]) {
        var starts = [Int32](repeating: 0, count: parents.count + 1)
        for parent in parents where parent >= 0 { starts[Int(parent) + 1] += 1 }
        for row in parents.indices { starts[row + 1] += starts[row] }
        var next = starts
        listed = [Int](repeating: 0, count: Int(starts[parents.count]))
        for row in parents.indices where parents[row] >= 0 {
            let parent = Int(parents[row])
            listed[Int(next[parent])] = row
            next[parent] += 1
        }
        self.starts = starts
    }

    /// How many rows have a list, be it empty.
    public var count: Int { starts.count - 1 }

    /// The list of a row.
    public subscript(row: Int) -> ArraySlice<Int> { listed[places(of: row)] }

    /// Where in `listed` the list of a row stands; hot loops go without a slice per row.
    package func places(of row: Int) -> Range<Int> { Int(starts[row])..<Int(starts[row + 1]) }

    /// Sorts each list by what stands for its rows in `keys`, then by row.
    package mutating func sort(by keys: [Int64]) {
        let (starts, count) = (starts, count)
        listed.withUnsafeMutableBufferPointer { listed in
            for row in 0..<count {
                let places = Int(starts[row])..<Int(starts[row + 1])
                guard places.count > 1 else { continue }
                var list = UnsafeMutableBufferPointer(rebasing: listed[places])
                // Rows stand in ascending order, mostly that of the keys too.
                let isSorted = (1..<list.count).allSatisfy { keys[list[$0 - 1]] <= keys[list[$0]] }
                if !isSorted { list.sort { (keys[$0], $0) < (keys[$1], $1) } }
            }
        }
    }
}
