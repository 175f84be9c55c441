import Synchronization

/// Carries one answer from the driver thread to the task that reads it, holding at most a few chunks.
final class ResponseChannel: Sendable {
    let id: Int
    private let inbox: DriverInbox
    private let capacity: Int
    private let state = Mutex(State())

    private struct State {
        var head: HTTPHead?
        var chunks: [[UInt8]] = []
        var bufferedBytes = 0
        /// nil while the answer is arriving.
        var end: Result<Void, HTTPFailure>?
        var isPaused = false
        /// Counts changes, so that a reader never sleeps through one.
        var version = 0
        var waiters: [CheckedContinuation<Void, Never>] = []
    }

    init(id: Int, inbox: DriverInbox, capacity: Int) {
        self.id = id
        self.inbox = inbox
        self.capacity = capacity
    }

    // MARK: The driver's side

    func deliver(_ head: HTTPHead) { change { $0.head = head } }

    /// Takes a chunk, or says no until the reader has caught up.
    func deliver(_ bytes: UnsafeRawBufferPointer) -> Bool {
        change { state in
            guard state.chunks.isEmpty || state.bufferedBytes + bytes.count <= capacity else {
                state.isPaused = true
                return false
            }
            if state.end == nil {
                state.chunks.append([UInt8](bytes))
                state.bufferedBytes += bytes.count
            }
            return true
        }
    }

    /// Ends the answer; only the first end counts.
    func finish(_ end: Result<Void, HTTPFailure>) { change { if $0.end == nil { $0.end = end } } }

    // MARK: The reader's side

    /// Ends the call from the reader's side; what is buffered is dropped.
    func cancel() {
        let wasRunning = change { state in
            let wasRunning = state.end == nil
            state.end = .failure(HTTPFailure(.cancelled, "the call was cancelled"))
            state.chunks = []
            state.bufferedBytes = 0
            return wasRunning
        }
        if wasRunning { inbox.post(.cancel(id)) }
    }

    func awaitHead() async throws(HTTPFailure) -> HTTPHead {
        try await wait { state in
            if let head = state.head { return .success(head) }
            guard case .failure(let failure) = state.end else {
                return state.end.map { _ in .failure(HTTPFailure(.malformedAnswer, "the answer has no head")) }
            }
            return .failure(failure)
        }
    }

    func nextChunk() async throws(HTTPFailure) -> [UInt8]? {
        let chunk = try await wait { state -> Result<[UInt8]?, HTTPFailure>? in
            guard state.chunks.isEmpty else {
                let chunk = state.chunks.removeFirst()
                state.bufferedBytes -= chunk.count
                return .success(chunk)
            }
            return state.end.map { end in end.map { nil } }
        }
        let mayResume = state.withLock { state in
            let mayResume = state.isPaused && state.bufferedBytes <= capacity / 2
            if mayResume { state.isPaused = false }
            return mayResume
        }
        if mayResume { inbox.post(.resume(id)) }
        return chunk
    }

    /// Waits until `take` finds something. A cancelled task ends the call and finds the cancellation.
    private func wait<Value: Sendable>(
        _ take: (inout State) -> Result<Value, HTTPFailure>?
    ) async throws(HTTPFailure) -> Value {
        let result = await withTaskCancellationHandler {
            while true {
                let (found, version) = state.withLock { state in (take(&state), state.version) }
                if let found { return found }
                await nextChange(after: version)
            }
        } onCancel: {
            cancel()
        }
        return try result.get()
    }

    private func nextChange(after version: Int) async {
        await withCheckedContinuation { continuation in
            let hasMoved = state.withLock { state in
                if state.version == version { state.waiters.append(continuation) }
                return state.version != version
            }
            if hasMoved { continuation.resume() }
        }
    }

    /// Changes the state and wakes whoever waits for it.
    private func change<Value: Sendable>(_ body: (inout State) -> Value) -> Value {
        let (value, waiters) = state.withLock { state in
            let value = body(&state)
            state.version += 1
            let waiters = state.waiters
            state.waiters = []
            return (value, waiters)
        }
        for waiter in waiters { waiter.resume() }
        return value
    }
}
