import Glibc

extension RetryWaiting {
    /// Real time, real chance.
    public static let system = RetryWaiting(
        sleep: { try await Task.sleep(for: $0) },
        jitter: { Double.random(in: 0...1) },
        now: { Int64(time(nil)) })
}
