import Telemetry

/// A fault that was injected at a known time, whether or not it is one of the cases.
struct NezhaInjection: Sendable, Equatable {
    /// The system it was injected into; nil where the list does not say.
    var system: String?
    /// The kind and the place, for people.
    var what: String
    /// When it began: both times where two are published that differ.
    var times: [Timestamp]

    /// How long telemetry shows an injection: the cases' last faulty minutes end up to four minutes after it.
    static let lasting = Duration.seconds(240)

    /// Whether some of a range may show it.
    func touches(_ range: TimeRange) -> Bool {
        times.contains { TimeRange(start: $0, end: $0 + Self.lasting).overlaps(range) }
    }

    /// The injections that the cases themselves tell.
    static func told(by cases: [NezhaCase]) -> [NezhaInjection] {
        cases.compactMap { each in
            each.injected.map {
                NezhaInjection(
                    system: each.system, what: "\(each.truth.fault ?? "fault") of \(each.truth.service)", times: [$0])
            }
        }
    }
}
