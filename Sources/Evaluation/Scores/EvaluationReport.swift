/// The figures of an evaluation.
public struct EvaluationReport: Sendable, Equatable {
    /// Cases of one kind that are scored together.
    public struct Group: Sendable, Equatable {
        /// Such as `nezha/OB` or `nezha/OB cpu_contention`.
        public var name: String
        public var score: RankScore

        /// Makes a group.
        public init(name: String, score: RankScore) {
            self.name = name
            self.score = score
        }
    }

    /// What detection did over replayed telemetry.
    public struct Detection: Sendable, Equatable {
        public var falseCases = 0
        /// Telemetry time without a fault in which detectors could have fired.
        public var faultFreeHours = 0.0
        public var faults = 0
        /// Seconds of telemetry time from the fault to the finding, one per fault that was found.
        public var delays: [Double] = []

        /// Nothing replayed yet.
        public init() {}
    }

    /// What detection did over hours drawn at random from minutes without a fault.
    public struct DrawnHours: Sendable, Equatable {
        public var system: String
        /// Telemetry time that counts.
        public var hours = 0.0
        public var falseCases = 0
        /// Cases of the two hours before, in which detection learned what is usual.
        public var learningCases = 0

        /// Nothing drawn yet.
        public init(system: String) { self.system = system }
    }

    public var groups: [Group] = []
    public var detection = Detection()
    public var drawnHours: [DrawnHours] = []
    public var investigations = InvestigationFigures()
    /// Wall time in seconds.
    public var seconds = 0.0
    /// Lines for the reader: what was skipped, and why.
    public var notes: [String] = []

    /// An empty report.
    public init() {}

    /// Adds a rank to a group, making it where it is new.
    mutating func add(_ rank: Int?, to name: String) {
        if let place = groups.firstIndex(where: { $0.name == name }) {
            groups[place].score.ranks.append(rank)
        } else {
            groups.append(Group(name: name, score: RankScore([rank])))
        }
    }

    /// Notes a case that could not be run, and why.
    mutating func skip(_ id: String, because error: EvaluationError) { notes.append("skipped \(id): \(error)") }

    /// Adds another report's groups, detection, time and notes.
    mutating func merge(_ other: EvaluationReport) {
        for group in other.groups { for rank in group.score.ranks { add(rank, to: group.name) } }
        detection.merge(other.detection)
        drawnHours += other.drawnHours
        investigations.merge(other.investigations)
        seconds += other.seconds
        notes += other.notes
    }
}

extension EvaluationReport.Detection {
    public var falseCasesPerHour: Double? { faultFreeHours > 0 ? Double(falseCases) / faultFreeHours : nil }

    /// Share of the faults that were found, 0...1.
    public var detectedShare: Double? { faults > 0 ? Double(delays.count) / Double(faults) : nil }

    /// Adds another replay's figures.
    mutating func merge(_ other: EvaluationReport.Detection) {
        falseCases += other.falseCases
        faultFreeHours += other.faultFreeHours
        faults += other.faults
        delays += other.delays
    }

    /// The median delay over the faults that were found.
    public var medianDelaySeconds: Double? {
        let sorted = delays.sorted()
        guard let last = sorted.indices.last else { return nil }
        return (sorted[last / 2] + sorted[(last + 1) / 2]) / 2
    }
}
