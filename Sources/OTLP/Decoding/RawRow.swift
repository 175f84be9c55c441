import Telemetry

/// The fixed fields of a span while it is being read.
struct RawSpan {
    var traceHigh: UInt64 = 0
    var traceLow: UInt64 = 0
    var span: UInt64 = 0
    var parent: UInt64 = 0
    var start: UInt64 = 0
    var end: UInt64 = 0
    var kind: UInt8 = 0
    var status: UInt8 = 0
    var weight: Float = 1
    var name = Bytes(start: nil, count: 0)
    var message = Bytes(start: nil, count: 0)
}

/// The fixed fields of a log record, a span event or a link while it is being read.
struct RawEvent {
    var traceHigh: UInt64 = 0
    var traceLow: UInt64 = 0
    var span: UInt64 = 0
    var time: UInt64 = 0
    var severity: UInt8 = 0
    var source = EventSource.log
    var name = Bytes(start: nil, count: 0)
    var body = Bytes(start: nil, count: 0)
}
