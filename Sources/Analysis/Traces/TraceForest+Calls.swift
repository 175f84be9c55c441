import Telemetry

extension TraceForest {
    /// The row on the far side of a call: the child in another service, or the row itself where a service was called
    /// without a client span. Nil for local work.
    func remoteCallee(of row: Int, _ services: StringColumn) -> Int? {
        let service = services.codes[row]
        for place in children.places(of: row) where services.codes[children.listed[place]] != service {
            return children.listed[place]
        }
        guard let parent = parent(of: row), services.codes[parent] != service else { return nil }
        return row
    }

    /// For a client span with exactly one child, which is remote: that child. The time between the two is the network
    /// and the callee's accept queue.
    func soleRemoteChild(of row: Int, _ spans: SpanBatch) -> Int? {
        let places = children.places(of: row)
        guard spans.kinds[row] == .client, places.count == 1 else { return nil }
        let child = children.listed[places.lowerBound]
        return spans.services.codes[child] != spans.services.codes[row] ? child : nil
    }
}
