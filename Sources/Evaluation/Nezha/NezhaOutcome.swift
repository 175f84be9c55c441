import Analysis

/// What came out of one case.
struct NezhaOutcome: Sendable {
    var truth: NezhaCase
    /// Localisation alone, told the faulty minutes as published methods are.
    var told: Localisation
    /// The reports on the same minutes: one, or as many as the configuration repeats.
    var reports: [InvestigatedCase] = []
    /// Localisation and reports in the window that detection found; nil and empty where it found none.
    var found: Localisation?
    var foundReports: [InvestigatedCase] = []
    /// Ranks under every setting that was tried.
    var settings: Generalisation.Row?
    /// Whether the case under other names gave the same; nil where that was not tried.
    var isSameRenamed: Bool?
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
        for investigated in reports {
            let rank = investigated.rank(of: truth.truth.service)
            report.add(rank, to: group)
            if let fault = truth.truth.fault { report.add(rank, to: "\(group) \(fault)") }
        }
        report.add(rank(told), to: "\(group), localisation alone")
        if detection.faults > 0 {
            let ranks = foundReports.isEmpty ? [nil] : foundReports.map { $0.rank(of: truth.truth.service) }
            for rank in ranks { report.add(rank, to: "\(group), window found by detection") }
        }
        let candidate = told.candidates.first { $0.service == truth.truth.service }
        if truth.truth.fault != nil {
            report.add(truth.isKind(candidate?.faultKind.rawValue ?? "") ? 1 : nil, to: "\(group), fault kind")
        }
        if let expected = truth.truth.instance {
            report.add(candidate?.instance == expected ? 1 : nil, to: "\(group), instance")
        }
        if truth.truth.codeRegion?.contains("#") == true { report.add(regionRank, to: "\(group), code region") }
        if let isSameRenamed { report.add(isSameRenamed ? 1 : nil, to: "\(group), same when renamed") }
        for investigated in reports + foundReports { report.investigations.add(investigated, of: truth.id) }
        report.detection.merge(detection)
    }

    /// One line of progress.
    var line: String {
        let mine = reports.first?.rank(of: truth.truth.service).map { "rank \($0)" } ?? "not ranked"
        let alone = rank(told).map { "\($0)" } ?? "none"
        let first = told.candidates.first
        var words = "\(truth.id) \(truth.truth.fault ?? "fault") \(truth.truth.service): \(mine), localisation alone "
        words += "\(alone); first \(first?.service ?? "-") \(first?.faultKind.rawValue ?? "")"
        guard detection.faults > 0 else { return words }
        words += "; " + (detection.delays.first.map { "detected after \(Int($0)) s" } ?? "not detected")
        return words + (detection.falseCases > 0 ? ", \(detection.falseCases) false cases before" : "")
    }
}
