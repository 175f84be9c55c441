/// A step that was asked of a model: of which case, and by which life of the daemon.
struct AskedStep: Sendable {
    /// The case's alert.
    var alert: Int
    /// Answers that the conversation already shows.
    var step: Int
    /// Which start of the daemon; a request on its way may come in after the next one began.
    var life: Int
}

/// Everything that was asked of the model: tells whether anything was paid twice beyond what was in flight at a kill.
struct Payments: Sendable {
    /// By alert, then by life: steps as they came in.
    private var asked: [Int: [Int: [Int]]] = [:]
    /// By life: how many answers each alert's case had saved when it began.
    private var saved: [Int: [Int: Int]] = [:]

    mutating func add(_ asked: AskedStep) {
        self.asked[asked.alert, default: [:]][asked.life, default: []].append(asked.step)
    }

    /// A life begins that finds so many answers of each alert's case.
    mutating func begin(_ life: Int, saved: [Int: Int]) { self.saved[life] = saved }

    /// Answers that were asked for again because a kill had met them in flight.
    var repeated: Int {
        asked.values.reduce(0) { sum, lives in
            let steps = lives.values.joined()
            return sum + steps.count - Set(steps).count
        }
    }

    /// What was paid for a case beyond one answer in flight per kill.
    ///
    /// A life asks for a step once, begins with the first one whose answer is not saved, and finds every answer saved
    /// but the one that was in flight.
    func complaints(ofAlert alert: Int) -> [String] {
        var complaints: [String] = []
        var highest = 0
        for (life, steps) in (asked[alert] ?? [:]).sorted(by: { $0.key < $1.key }) {
            let first = saved[life]?[alert] ?? 0
            if Set(steps).count < steps.count { complaints.append("life \(life) asked for a step twice: \(steps)") }
            if let lowest = steps.min(), lowest < first {
                complaints.append("life \(life) asked for step \(lowest), though \(first) answers were saved")
            }
            if first < highest {
                complaints.append("life \(life) found \(first) answers, though step \(highest) had been asked for")
            }
            highest = max(highest, steps.max() ?? 0)
        }
        return complaints
    }
}
