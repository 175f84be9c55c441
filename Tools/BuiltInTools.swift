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
    public static func onBuilds(
        _ source: any SpanSource, repositories: RepositorySet, deploys: any DeployLog = NoDeployLog()
    ) -> [AnyTool] {
        [
            AnyTool(CheckExpectationsTool(repositories: repositories, source: source, deploys: deploys)),
            AnyTool(DescribeFunctionTool(repositories: repositories, source: source)),
            AnyTool(DiffBuildsTool(repositories: repositories, source: source, deploys: deploys)),
            AnyTool(ListBuildsTool(source: source, deploys: deploys)),
            AnyTool(ReadSourceTool(repositories: repositories, source: source, deploys: deploys)),
            AnyTool(SearchSourceTool(repositories: repositories, source: source, deploys: deploys)),
        ]
    }
}
