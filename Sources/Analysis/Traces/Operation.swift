public import Telemetry

/// What spans of one kind of work have in common: service, name and kind.
public struct Operation: Hashable, Sendable, Comparable {
    public var service: String
    public var name: String
    public var kind: SpanKind

    /// Makes an operation.
    public init(service: String, name: String, kind: SpanKind) {
        self.service = service
        self.name = name
        self.kind = kind
    }

    public static func < (left: Operation, right: Operation) -> Bool {
        (left.service, left.name, left.kind.rawValue) < (right.service, right.name, right.kind.rawValue)
    }
}

/// The operations of a batch, each with a small number, and the number of each row.
struct OperationTable {
    private(set) var operations: [Operation] = []
    /// One per row: an index into `operations`.
    private(set) var codes: [Int] = []

    init(_ spans: SpanBatch) {
        var known: [UInt64: Int] = [:]
        codes.reserveCapacity(spans.count)
        for row in 0..<spans.count {
            // Service and name are dictionary codes below 2^28; the kind takes the low byte.
            let key =
                UInt64(spans.services.codes[row]) << 36 | UInt64(spans.names.codes[row]) << 8
                | UInt64(spans.kinds[row].rawValue)
            if let code = known[key] {
                codes.append(code)
            } else {
                known[key] = operations.count
                codes.append(operations.count)
                operations.append(
                    Operation(service: spans.services[row], name: spans.names[row], kind: spans.kinds[row]))
            }
        }
    }
}
