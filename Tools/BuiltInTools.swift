public import Analysis
public import SourceHistory
public import SpanSources
public import ToolKit

/// The tools that come with whyd, in alphabetical order; a new tool is a line here.
public enum BuiltInTools {
    /// The tools that need spans and nothing else.
    public static func onSpans(_ source: any SpanSource) -> [AnyTool] {
        [
            AnyTool(CompareSpansTool(source: source)),
            AnyTool(GetTraceTool(source: source)),
            AnyTool(ListFieldsTool(source: source)),
            AnyTool(QuerySpansTool(source: source)),
        ]
    }

    /// The tools that compare builds and read the source they were made from.
    ///
    /// - Parameters:
    ///   - patience: how long git may walk a history that only adds to an answer.
    ///   - held: differences of builds that need not be measured again.
    public static func onBuilds(
        _ source: any SpanSource, repositories: RepositorySet, deploys: any DeployLog = NoDeployLog(),
        patience: Duration = .milliseconds(100), held: HeldDifferences = HeldDifferences()
    ) -> [AnyTool] {
        let sources = BuildSources(
            spans: source, repositories: repositories, deploys: deploys, patience: patience, held: held)
        return [
            AnyTool(CheckExpectationsTool(sources)),
            AnyTool(DescribeFunctionTool(sources)),
            AnyTool(DiffBuildsTool(sources)),
            AnyTool(ListBuildsTool(sources)),
            AnyTool(ReadSourceTool(sources)),
            AnyTool(SearchSourceTool(sources)),
        ]
    }
}
