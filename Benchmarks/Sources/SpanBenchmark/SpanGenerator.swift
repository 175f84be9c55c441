/// Makes N spans, ten to a trace, over one hour; the same N gives the same spans.
///
///     0 gateway server ─ 1 client ─ 2 service server ┬ 3 db, 4 cache, 5 client ─ 6 backend server ┬ 7 db, 8 db
///                                                    └ 9 producer
///
/// Siblings follow one another, so a span's time on the critical path is its own time, which SQL can compute too.
/// Build 1.5.1 appears in the second half; on `service-3` it makes requests of free users fail.
struct SpanGenerator: Sendable {
    let count: Int
    let vocabulary: Vocabulary
    /// Traces that came before, when more are made for the same store.
    let firstTrace: Int
    static let spansPerTrace = 10
    static let start: Int64 = 1_764_000_000_000_000_000
    static let length: Int64 = 3_600_000_000_000

    /// Parents of the spans of a trace, and the order in which durations can be summed up.
    private static let parents = [-1, 0, 1, 2, 2, 2, 5, 6, 6, 2]
    private static let kinds: [UInt8] = [2, 3, 2, 3, 3, 3, 2, 3, 3, 4]

    init(count: Int, firstTrace: Int = 0) {
        self.count = count / Self.spansPerTrace * Self.spansPerTrace
        self.firstTrace = firstTrace
        vocabulary = Vocabulary(spans: count)
    }

    var traces: Int { count / Self.spansPerTrace }

    /// The spans of one trace.
    func trace(_ index: Int) -> [GeneratedSpan] {
        var random = Randomness(seed: UInt64(firstTrace + index) + 1)
        var spans = [GeneratedSpan](repeating: request(index, &random), count: Self.spansPerTrace)
        for place in spans.indices {
            spans[place].spanID = random.next() | 1
            spans[place].kind = Self.kinds[place]
            if place > 0 { spans[place].parentID = spans[Self.parents[place]].spanID }
            describe(&spans[place], place, &random)
        }
        time(&spans, &random)
        fail(&spans, &random)
        return spans
    }

    /// What all spans of a request share.
    private func request(_ index: Int, _ random: inout Randomness) -> GeneratedSpan {
        var span = GeneratedSpan()
        span.traceHigh = random.next()
        span.traceLow = random.next()
        let step = Self.length / Int64(traces)
        span.start = Self.start + Int64(index) * step + Int64(random.below(Int(max(1, step))))
        span.route = random.skewed(Vocabulary.routes.count)
        span.method = span.route % 4
        span.user = random.skewed(vocabulary.users)
        span.tenant = span.user % Vocabulary.tenants
        span.plan = span.tenant % 7 == 0 ? 3 : span.tenant % 3
        span.variant = span.user % 10 == 0 ? 2 : span.user % 2
        span.session = random.below(vocabulary.sessions)
        span.client = random.skewed(Vocabulary.clients.count)
        span.region = span.user % 4
        span.environment = random.below(20) == 0 ? 1 : 0
        return span
    }

    private func describe(_ span: inout GeneratedSpan, _ place: Int, _ random: inout Randomness) {
        let routes = Vocabulary.routes.count
        let isBackend = (6...8).contains(place)
        span.service = place < 2 ? 0 : isBackend ? 9 + span.route % 3 : 1 + span.route % 8
        switch place {
        case 0, 2: span.name = span.route
        case 6: span.name = routes + span.route % 6
        case 1: span.name = routes + 6
        case 3: span.name = routes + 7
        case 4: span.name = routes + 10
        case 5: span.name = routes + 11
        case 7: span.name = routes + 8
        case 8: span.name = routes + 9
        default: span.name = routes + 12
        }
        let isLate = span.start - Self.start > Self.length / 2
        let pod = random.below(5)
        span.version = isLate && pod < 3 ? 2 : (span.service % 2)
        span.pod = span.service * 5 + pod
        span.host = span.pod % Vocabulary.hosts.count
        span.bodySize = 1 << random.below(20) + random.below(64)
        span.cacheHit = random.below(10) < 7
        span.retries = random.below(50) == 0 ? 1 + random.below(3) : 0
        span.cpu = Double(random.below(50_000)) / 1000
        span.shard = random.below(64)
        span.payload = random.skewed(Vocabulary.payloads.count)
    }

    /// Durations from the leaves up, starts from the root down; whole microseconds, no overlaps.
    private func time(_ spans: inout [GeneratedSpan], _ random: inout Randomness) {
        var own = [Int64](repeating: 0, count: spans.count)
        for place in spans.indices {
            let scale = Double(100 + 37 * (spans[place].name % 11))
            let unit = random.unit()
            own[place] = Int64(scale * (0.2 + unit * unit * unit * 20)) * 1000
            if spans[place].version == 2, spans[place].variant == 2, place == 7 { own[place] *= 6 }
            spans[place].duration = own[place]
        }
        for place in spans.indices.reversed() where place > 0 {
            spans[Self.parents[place]].duration += spans[place].duration
        }
        var cursor = spans.map { _ in Int64(0) }
        for place in spans.indices where place > 0 {
            let parent = Self.parents[place]
            if cursor[parent] == 0 { cursor[parent] = spans[parent].start + own[parent] / 2 }
            spans[place].start = cursor[parent]
            cursor[parent] += spans[place].duration
        }
    }

    private func fail(_ spans: inout [GeneratedSpan], _ random: inout Randomness) {
        let server = spans[2]
        let isBroken = server.version == 2 && server.service == 4 && server.plan == 0
        guard isBroken ? random.below(10) < 6 : random.below(200) == 0 else { return }
        for place in [2, 1, 0] {
            spans[place].status = 2
            spans[place].statusCode = isBroken ? 500 : 503
        }
    }
}
