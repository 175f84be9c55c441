import Telemetry

extension TraceForest {
    /// The row on the far side of a call: the child in another service, or the row itself where a service was called
    /// without a client span. Nil for local work.
    func remoteCallee(of row: Int, _ services: StringColumn) -> Int? {
        let service = services.codes[row]
        if let far = children[row].first(where: { services.codes[$0] != service }) { return far }
        guard let parent = parent(of: row), services.codes[parent] != service else { return nil }
        return row
    }

    /// For a client span with exactly one child, which is remote: that child. The time between the two is the network
    /// and the callee's accept queue.
    func soleRemoteChild(of row: Int, _ spans: SpanBatch) -> Int? {
        guard spans.kinds[row] == .client, children[row].count == 1, let child = children[row].first,
            spans.services.codes[child] != spans.services.codes[row]
        else { return nil }
        return child
    }
}
