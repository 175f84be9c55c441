import Synchronization

/// Hands out numbers from 0, each once, to whoever asks first.
final class WorkCounter: Sendable {
    private let taken = Atomic<Int>(0)

    /// The next number.
    func next() -> Int { taken.add(1, ordering: .relaxed).oldValue }
}
