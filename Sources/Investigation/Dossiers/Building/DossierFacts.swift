import Analysis
import SpanSources
import Telemetry

/// Everything a dossier is written from; each part is empty where it could not be read, and `notes` says so.
struct DossierFacts: Sendable {
    var operations: [OperationChange] = []
    var builds: [BuildSighting] = []
    var localisation: Localisation?
    /// Spans that localisation, calls and critical path were read from, and how many there are; nil where it was all.
    var sample: (read: Int, all: Int)?
    var map: ServiceMap?
    var differences: [AttributeDifference] = []
    /// Combinations of attribute values that the surplus of failures is about.
    var failing: FailingCombinations?
    /// That all services fell silent; nil where they did not.
    var silence: TotalSilence?
    /// What the comparison selected, in words.
    var comparison = ""
    var path: CriticalPathChange?
    var pathRoot: Operation?
    var onset: Timestamp?
    /// How the worst operation did over time.
    var course: OperationCourse?
    /// A trace that shows the fault.
    var exemplar: TraceID?
    /// Error messages of the lead's erring spans, most frequent first.
    var messages: [String] = []
    /// Exceptions of the lead with their stack traces, newest first.
    var exceptions: [ExceptionSample] = []
    /// Error records of the lead, or of what the signals name, that are new or much more frequent.
    var errorRecords: [ErrorRecordChange] = []
    var suspects: [Suspect] = []
    /// Why no change is suspected, where the history was looked at and none is.
    var noSuspectReason: String?
    /// Flags whose one variant does worse inside one build.
    var flags: [FlagContrast] = []
    /// The instance of the lead that the fault is on, where it is on one of several.
    var instance: InstanceDifference?
    /// Who met what deviates.
    var people: UserImpact?
    var notes: [String] = []

    /// Operations that deviate, worst first.
    var affected: [OperationChange] { operations.filter { !$0.deviations.isEmpty } }

    /// The operation that shows it most: of the lead, where that has one.
    var worst: OperationChange? { affected.first { $0.service == lead?.service } ?? affected.first }

    /// The service most likely at fault.
    var lead: Localisation.Candidate? {
        localisation?.candidates.first { $0.score >= DossierFacts.minimumLeadScore }
    }

    /// The service looked at closest: the lead, else the one that deviates most.
    var closest: String? { lead?.service ?? affected.first?.service }

    /// Below this score a candidate is noise between windows.
    static let minimumLeadScore = 0.3

    /// The newest build of a service where it is new, and the newest of those that were there before.
    func newBuild(of service: String) -> (new: BuildSighting, previous: BuildSighting)? {
        let mine = builds.filter { $0.service == service }
        guard let new = mine.last(where: \.isNew), let previous = mine.last(where: { !$0.isNew }) else { return nil }
        return (new, previous)
    }

    /// The newest of a service's builds, new or not; nil where it has no two.
    func newestBuild(of service: String) -> BuildSighting? {
        let mine = builds.filter { $0.service == service }
        return mine.count > 1 ? mine.last : nil
    }
}
