import Telemetry

/// How long the time steps of a series are.
enum MetricsStep {
    private static let lengths: [Int64] = [
        1, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 21_600, 43_200, 86_400,
    ]

    /// A round length that cuts the range into at most 60 steps.
    static func automatic(for range: TimeRange) -> Duration {
        let wanted = range.duration.inSeconds / 60
        return .seconds(lengths.first { Double($0) >= wanted } ?? 86_400 * Int64((wanted / 86_400).rounded(.up)))
    }
}
