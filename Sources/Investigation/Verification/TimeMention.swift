import Telemetry

/// A point in time as a sentence names it: RFC 3339, or a UTC time of day.
struct TimeMention: Equatable {
    /// The full time, where the date is given.
    var time: Timestamp?
    /// Seconds since midnight UTC.
    var secondOfDay: Int
    /// How exact it is, in seconds: 1 or 60.
    var precision: Int
    /// Where it stands in the text, in tokens.
    var position: Int

    init?(_ token: some StringProtocol, position: Int) {
        self.position = position
        if let time = Timestamp(iso8601: token) {
            self.time = time
            secondOfDay = Self.secondOfDay(time)
            precision = 1
            return
        }
        var text = Substring(token)
        if text.last == "Z" { text.removeLast() }
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2 || parts.count == 3, parts[0].count <= 2, parts.dropFirst().allSatisfy({ $0.count == 2 })
        else { return nil }
        let numbers = parts.compactMap { Int($0) }
        guard numbers.count == parts.count, (0..<24).contains(numbers[0]),
            numbers.dropFirst().allSatisfy({ (0..<60).contains($0) })
        else { return nil }
        secondOfDay = numbers[0] * 3600 + numbers[1] * 60 + (numbers.count == 3 ? numbers[2] : 0)
        precision = numbers.count == 3 ? 1 : 60
    }

    /// Whether it names this time, cut or rounded to its precision.
    func names(_ other: Timestamp) -> Bool {
        if let time { return abs((time - other).inSeconds) <= 1 }
        let difference = abs(secondOfDay - Self.secondOfDay(other))
        return min(difference, 86_400 - difference) <= (precision == 60 ? 59 : 1)
    }

    private static func secondOfDay(_ time: Timestamp) -> Int {
        let second = time.nanoseconds / 1_000_000_000 % 86_400
        return Int(second < 0 ? second + 86_400 : second)
    }
}
