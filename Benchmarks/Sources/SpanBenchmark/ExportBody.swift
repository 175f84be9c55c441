/// OTLP protobuf bytes of generated spans, as a collector would send them.
struct ExportBody {
    private let vocabulary: Vocabulary

    init(_ vocabulary: Vocabulary) { self.vocabulary = vocabulary }

    /// One request: a ResourceSpans for each run of spans of one process.
    func bytes(_ spans: [GeneratedSpan]) -> [UInt8] {
        var groups: [Int: [GeneratedSpan]] = [:]
        for span in spans {
            let key = (span.pod * 4 + span.version) * 2 + span.environment
            groups[key * 4 + span.region, default: []].append(span)
        }
        var request = Bytes()
        for (_, group) in groups.sorted(by: { $0.key < $1.key }) {
            request.message(1) { resourceSpans in
                resourceSpans.message(1) { resource in self.resource(group[0], &resource) }
                resourceSpans.message(2) { scope in
                    for span in group { scope.message(2) { self.span(span, &$0) } }
                }
            }
        }
        return request.bytes
    }

    private func resource(_ span: GeneratedSpan, _ message: inout Bytes) {
        message.attribute(1, "service.name", text: Vocabulary.services[span.service])
        message.attribute(1, "service.version", text: Vocabulary.versions[span.version])
        message.attribute(1, "deployment.environment.name", text: Vocabulary.environments[span.environment])
        message.attribute(1, "host.name", text: Vocabulary.hosts[span.host])
        message.attribute(1, "k8s.pod.name", text: Vocabulary.pods[span.pod])
        message.attribute(1, "cloud.region", text: Vocabulary.regions[span.region])
    }

    private func span(_ span: GeneratedSpan, _ message: inout Bytes) {
        message.identifier(1, [span.traceHigh, span.traceLow])
        message.identifier(2, [span.spanID])
        if span.parentID != 0 { message.identifier(4, [span.parentID]) }
        message.text(5, Vocabulary.names[span.name])
        message.varint(6, UInt64(span.kind))
        message.fixed64(7, UInt64(span.start))
        message.fixed64(8, UInt64(span.start + span.duration))
        message.attribute(9, "http.route", text: Vocabulary.routes[span.route])
        message.attribute(9, "http.request.method", text: Vocabulary.methods[span.method])
        message.attribute(9, "http.response.status_code", integer: span.statusCode)
        message.attribute(9, "user.id", text: "user-\(span.user)")
        message.attribute(9, "tenant.id", text: "tenant-\(span.tenant)")
        message.attribute(9, "user.plan", text: Vocabulary.plans[span.plan])
        message.attribute(9, "feature.variant", text: Vocabulary.variants[span.variant])
        message.attribute(9, "session.id", text: "session-\(span.session)")
        message.attribute(9, "client.version", text: Vocabulary.clients[span.client])
        message.attribute(9, "body.size", integer: span.bodySize)
        message.attribute(9, "cache.hit", flag: span.cacheHit)
        message.attribute(9, "retry.count", integer: span.retries)
        message.attribute(9, "cpu.ms", number: span.cpu)
        message.attribute(9, "shard.id", integer: span.shard)
        message.attribute(9, "payload.kind", text: Vocabulary.payloads[span.payload])
        if span.status != 0 { message.message(15) { $0.varint(3, UInt64(span.status)) } }
    }
}
