/// One value of one series.
struct SeriesPoint {
    /// Start of the time step, nanoseconds since the Unix epoch.
    var time: Int64
    var labels: [AnswerCell]
    var value: Double
}

extension SeriesPoint: Comparable {
    /// By time, then by labels; numbers by their size.
    static func < (left: SeriesPoint, right: SeriesPoint) -> Bool {
        if left.time != right.time { return left.time < right.time }
        for (mine, theirs) in zip(left.labels, right.labels) where mine != theirs {
            if let mine = mine.number, let theirs = theirs.number { return mine < theirs }
            return mine.text < theirs.text
        }
        return false
    }
}
