/// One span of the benchmark data, its texts as codes into `Vocabulary`.
struct GeneratedSpan {
    var traceHigh: UInt64 = 0
    var traceLow: UInt64 = 0
    var spanID: UInt64 = 0
    var parentID: UInt64 = 0
    var start: Int64 = 0
    var duration: Int64 = 0
    var kind: UInt8 = 0
    var status: UInt8 = 0
    var service = 0
    var name = 0
    // Resource attributes.
    var version = 0
    var environment = 0
    var host = 0
    var pod = 0
    var region = 0
    // Span attributes.
    var route = 0
    var method = 0
    var statusCode = 200
    var user = 0
    var tenant = 0
    var plan = 0
    var variant = 0
    var session = 0
    var client = 0
    var bodySize = 0
    var cacheHit = false
    var retries = 0
    var cpu = 0.0
    var shard = 0
    var payload = 0
}
