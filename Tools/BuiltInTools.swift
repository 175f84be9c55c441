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
}
