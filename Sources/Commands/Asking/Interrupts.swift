import Synchronization
import UnixSignals

/// Ctrl-C, handed to whatever runs at the moment; at the prompt, where nothing runs, it does nothing.
final class Interrupts: Sendable {
    private let listener = Mutex<AsyncStream<Void>.Continuation?>(nil)

    /// Traps SIGINT until cancelled. A signal sequence can be read only once, so one task reads it for all runs.
    func watch() async {
        for await _ in await UnixSignalsSequence(trapping: .sigint) {
            _ = listener.withLock { $0?.yield(()) }
        }
    }

    /// The interrupts from now on, for the run that begins; the run before gets no more.
    func next() -> AsyncStream<Void> {
        let (stream, continuation) = AsyncStream.makeStream(of: Void.self)
        listener.withLock { $0 = continuation }
        return stream
    }
}
