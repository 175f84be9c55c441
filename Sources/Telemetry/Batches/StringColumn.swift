/// A column of text: a code per row into a dictionary of distinct values.
public struct StringColumn: Sendable, Equatable {
    /// One per row: an index into `dictionary`.
    public var codes: [UInt32]
    /// The distinct values.
    public var dictionary: [String]

    /// Makes a column; every code must be an index into `dictionary`.
    public init(codes: [UInt32] = [], dictionary: [String] = []) {
        self.codes = codes
        self.dictionary = dictionary
    }

    /// Builds a column from one value per row.
    public init(_ values: some Sequence<String>) {
        self.init()
        var seen: [String: UInt32] = [:]
        for value in values {
            if let code = seen[value] {
                codes.append(code)
            } else {
                let code = UInt32(dictionary.count)
                seen[value] = code
                dictionary.append(value)
                codes.append(code)
            }
        }
    }

    /// How many rows there are.
    public var count: Int { codes.count }

    /// The text in a row.
    public subscript(row: Int) -> String { dictionary[Int(codes[row])] }

    /// The code of a value, where it occurs.
    public func code(of value: String) -> UInt32? { dictionary.firstIndex(of: value).map(UInt32.init) }
}
