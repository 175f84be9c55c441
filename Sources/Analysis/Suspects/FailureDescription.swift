public import SourceHistory
public import Telemetry

/// What went wrong, in plain values, as a ranking of suspects takes it.
public struct FailureDescription: Hashable, Sendable {
    /// Alert text, exception messages, log lines: whatever words there are.
    public var text: String
    /// Frames of the stack traces, innermost first.
    public var frames: [StackFrame]
    /// Services, span names, routes and exception types that deviate.
    public var terms: [String]
    /// When it began.
    public var onset: Timestamp?
    /// Whether the lines it went through were traced to commits, be they among the candidates or not. Code that older
    /// commits wrote is then known to be old, and shared words convict nobody.
    public var isTraced: Bool
    /// Whether the build that the candidates' commits came with alone got worse, while the one before served beside it and
    /// did not (`BuildComparison.isOfNewerBuild`): nothing but what the builds are made from differs.
    public var isOfNewerBuild: Bool

    /// Describes a failure; frames are read out of the text where none are given.
    public init(
        text: String, frames: [StackFrame]? = nil, terms: [String] = [], onset: Timestamp? = nil,
        isTraced: Bool = false, isOfNewerBuild: Bool = false
    ) {
        self.text = text
        self.frames = frames ?? StackTrace(parsing: text).frames
        self.terms = terms
        self.onset = onset
        self.isTraced = isTraced
        self.isOfNewerBuild = isOfNewerBuild
    }
}
