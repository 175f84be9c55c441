import Glibc
import SourceHistory
import Telemetry

/// How suspicious a change is: every feature and every weight, in one place.
///
/// A score is the weighted sum of features, each in 0...1, times how likely such a change reaches production at all.
/// Sources: frame depth and hunk distance after Sentry's commit context; temporal prior and version-conditioned test
/// after ChangeRCA; BM25 (Robertson and Zaragoza 2009) over identifiers.
public struct SuspectScoring: Hashable, Sendable {
    /// What speaks for a suspect.
    public enum Feature: String, Hashable, Sendable, CaseIterable {
        case blame = "wrote the lines the failure went through"
        case frame = "changes what the stack trace shows"
        case execution = "changes code behind an operation that got worse"
        case words = "shares words with the failure"
        case time = "took effect shortly before"
        case version = "only the build with it fails"
        case contrast = "the failure follows it while everything else is the same"
        case sensitive = "changes a timeout, retry, limit, flag, schema or configuration"
    }

    /// The weight of each feature at its full value of 1.
    public var weights: [Feature: Double] = [
        .blame: 3.0, .frame: 3.0, .contrast: 3.0, .execution: 2.0, .words: 2.5, .time: 0.5, .version: 0.5,
        .sensitive: 0.3,
    ]
    /// Where lines were traced to commits, words and topics count this much of their weight, and frames nothing: line numbers
    /// of old commits are not those of the revision that failed, and blame has already followed them.
    public var hintsBesideTrail = 0.08
    /// Features that say what was changed; time and version alone convict nobody.
    public var substantial: Set<Feature> = [.blame, .frame, .contrast, .execution, .words]
    /// Below this sum of the substantial features nothing is suspected.
    public var convictionThreshold = 0.7
    /// The innermost frame counts 1, each further out this much of the one before.
    public var depthDecay = 0.7
    /// How close a hunk is to a frame.
    public var sameLine = 1.0
    public var sameFunction = 0.6
    public var sameFile = 0.3
    public var sameDirectory = 0.1
    /// Seconds after which the temporal prior has fallen to 1/e.
    public var timeConstantSeconds = 1800.0
    /// Changes after the onset by more than this cannot have caused it.
    public var clockSlackSeconds = 300.0
    /// BM25 at which the words feature reaches one half.
    public var wordsHalfway = 8.0

    /// The defaults, tuned on the development cases only.
    public init() {}

    /// What a change of this sort is worth, given what it consists of.
    func reach(_ candidate: SuspectCandidate) -> Double {
        if candidate.isMerge { return 0 }
        guard candidate.kind == .commit, !candidate.diff.files.isEmpty else { return 1 }
        let kinds = Set(candidate.diff.files.map { ChangeKind(path: $0.path) })
        if kinds.isSubset(of: [.documentation]) { return 0.05 }
        if kinds.isSubset(of: [.documentation, .test]) { return 0.1 }
        if kinds.isSubset(of: [.documentation, .test, .lockFile]) { return 0.5 }
        return candidate.diff.isOnlyFormatting ? 0.1 : 1
    }

    /// Whether it can have changed what production does.
    func canReach(_ candidate: SuspectCandidate) -> Bool { reach(candidate) >= 0.5 }

    /// How near the candidate's hunks come to the failure's frames.
    func frame(_ candidate: SuspectCandidate, _ frames: [StackFrame]) -> Double {
        var (best, weight) = (0.0, 1.0)
        for frame in frames.prefix(60) {
            let near = candidate.diff.files.map { nearness($0, frame) }.max() ?? 0
            best = max(best, near * weight)
            // Only frames of the code base itself move outwards; a library's frames match nobody's hunks.
            if near > 0 { weight *= depthDecay }
        }
        return best
    }

    private func nearness(_ file: FileDiff, _ frame: StackFrame) -> Double {
        if SourcePath.matches(file.path)(frame.likelyPath) {
            if let line = frame.line, file.hunks.contains(where: { $0.touchedLines.contains(line) }) { return sameLine }
            let name = frame.functionName
            let isIn = file.hunks.contains { hunk in
                hunk.functions.contains { $0.hasSuffix(name) } || hunk.heading.contains(name) && name.count > 2
            }
            return isIn ? sameFunction : sameFile
        }
        let directory = SourcePath.directory(frame.likelyPath)
        return !directory.isEmpty && SourcePath.directory(file.path).hasSuffix(directory) ? sameDirectory : 0
    }

    /// exp(−age/τ); nil where the change took effect after the onset.
    func time(_ candidate: SuspectCandidate, onset: Timestamp?) -> Double? {
        guard let onset, let effect = candidate.takenEffectAt else { return 0 }
        let age = (onset - effect).inSeconds
        if age < -clockSlackSeconds { return nil }
        return exp(-max(0, age) / timeConstantSeconds)
    }

    /// BM25 squeezed into 0...1, so that a score means the same in a list of three and of three hundred.
    func words(_ bestMatch: Double) -> Double { bestMatch / (bestMatch + wordsHalfway) }
}

extension Diff {
    /// Whether only spaces, brackets and line breaks changed.
    var isOnlyFormatting: Bool {
        var changed = false
        for hunk in files.flatMap(\.hunks) {
            let squeezed = [hunk.added, hunk.removed].map { lines in lines.joined().filter { !$0.isWhitespace } }
            if squeezed[0] != squeezed[1] { return false }
            changed = changed || !squeezed[0].isEmpty
        }
        return changed
    }
}
