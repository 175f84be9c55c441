import Analysis

/// What came out of one case.
struct NezhaOutcome: Sendable {
    var truth: NezhaCase
    /// Told the faulty minutes, as published methods are.
    var told: Localisation
    /// Localised in the window that detection found; nil where it found none.
    var found: Localisation?
    /// One localisation per signal that was left out.
    var without: [LocalisationEvidence.Signal: Localisation] = [:]
    var detection = EvaluationReport.Detection()

    private func rank(_ localisation: Localisation) -> Int? {
        RankScore.strict(truth.truth.service, among: localisation.candidates.map { ($0.service, $0.score) })
    }

    /// The rank of the expected code region among those of the right service.
    private var regionRank: Int? {
        guard let region = truth.truth.codeRegion,
            let candidate = told.candidates.prefix(3).first(where: { $0.service == truth.truth.service })
        else { return nil }
        return candidate.codeRegions.firstIndex(of: region).map { $0 + 1 }
    }

    func record(in report: inout EvaluationReport, name: String) {
        let group = "\(name)/\(truth.system)"
        report.add(rank(told), to: group)
        report.add(rank(told), to: "\(group) \(truth.truth.fault)")
        if detection.faults > 0 { report.add(found.flatMap { rank($0) }, to: "\(group) found by detection") }
        let kind = told.candidates.first { $0.service == truth.truth.service }?.faultKind.rawValue ?? ""
        report.add(truth.isKind(kind) ? 1 : nil, to: "\(group) fault kind")
        let instance = told.candidates.first { $0.service == truth.truth.service }?.instance
        if let expected = truth.truth.instance { report.add(instance == expected ? 1 : nil, to: "\(group) instance") }
        if truth.truth.codeRegion?.contains("#") == true { report.add(regionRank, to: "\(group) code region") }
        for (signal, localisation) in without {
            report.add(rank(localisation), to: "\(group) without \(signal.rawValue)")
        }
        report.detection.merge(detection)
    }

    /// One line of progress.
    var line: String {
        let rank = rank(told).map { "rank \($0)" } ?? "not ranked"
        let first = told.candidates.first
        let delay = detection.delays.first.map { "detected after \(Int($0)) s" } ?? "not detected"
        let falseCases = detection.falseCases > 0 ? ", \(detection.falseCases) false cases before" : ""
        return "\(truth.id) \(truth.truth.fault) \(truth.truth.service): \(rank); first \(first?.service ?? "-") "
            + "\(first?.faultKind.rawValue ?? ""); "
            + "\(detection.faults > 0 ? delay + falseCases : "")"
    }
}

extension EvaluationReport.Detection {
    /// Adds another replay's figures.
    mutating func merge(_ other: EvaluationReport.Detection) {
        falseCases += other.falseCases
        faultFreeHours += other.faultFreeHours
        faults += other.faults
        delays += other.delays
    }
}
