import Glibc

/// Keeps a second process from writing to the same store; goes away with the process, however it ends.
final class StoreLock: Sendable {
    private let descriptor: Int32

    init(path: String) throws(SpanStoreError) {
        descriptor = open("\(path).lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else {
            throw SpanStoreError(
                .cannotOpen, "the span store '\(path)' cannot be opened: \(String(cString: strerror(errno)))",
                hint: "check that the directory exists and may be written")
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            Glibc.close(descriptor)
            throw SpanStoreError(
                .cannotOpen, "the span store '\(path)' is in use by another whyd",
                hint: "ask that one over its API, or stop it first")
        }
    }

    deinit { Glibc.close(descriptor) }
}
