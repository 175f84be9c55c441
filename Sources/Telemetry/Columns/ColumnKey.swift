/// The kind of value a column holds.
package enum ValueType: UInt8, Sendable, Comparable {
    case text = 0
    case integer = 1
    case double = 2
    case boolean = 3
    case composite = 4

    package static func < (left: ValueType, right: ValueType) -> Bool { left.rawValue < right.rawValue }

    /// The word used in field listings.
    package var word: String { self == .text ? "string" : "\(self)" }
}

/// Columns that belong to every row, with the numbers they are stored under.
package enum IntrinsicColumn: UInt8, Sendable, CaseIterable {
    case trace = 0
    case span = 1
    case parent = 2
    /// Start of a span, time of an event.
    case time = 3
    case duration = 4
    case kind = 5
    case status = 6
    case service = 7
    case name = 8
    /// Status message of a span, body of a log record.
    case message = 9
    /// Present only where some row's adjusted count is not 1.
    case weight = 10
    case severity = 11
    case source = 12
}

/// Which column of a table.
package enum ColumnKey: Hashable, Sendable {
    case intrinsic(IntrinsicColumn)
    /// One attribute that is sent with several types gives several columns.
    case attribute(AttributeName, ValueType)
}
