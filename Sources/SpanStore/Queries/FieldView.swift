import Telemetry

/// A field's values in one group, whatever columns they come from.
enum FieldView {
    /// No row of the group has the field.
    case absent
    case coded(ColumnData)
    /// A time or a duration; every row has it.
    case numbers([Int64])
    /// Span or parent ids; 0 where a row has none.
    case identifiers([UInt64])
}
