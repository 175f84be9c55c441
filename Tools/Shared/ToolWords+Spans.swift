import ToolKit

extension ToolWords {
    /// The words beside each tool on spans.
    static let compareSpans = ToolWords(markdown: text(PackageResources.compare_spans_md))
    static let getTrace = ToolWords(markdown: text(PackageResources.get_trace_md))
    static let listFields = ToolWords(markdown: text(PackageResources.list_fields_md))
    static let querySpans = ToolWords(markdown: text(PackageResources.query_spans_md))

    private static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
}
