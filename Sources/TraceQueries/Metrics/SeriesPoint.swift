/// One value of one series.
struct SeriesPoint {
    /// Start of the time step, nanoseconds since the Unix epoch.
    var time: Int64
    var labels: [AnswerCell]
    var value: Double
}
