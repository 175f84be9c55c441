public import ToolKit

/// The command tools that come with whyd; a configuration switches them on by name.
public enum ShippedCommandTools {
    /// Names in alphabetical order.
    public static let names = ["journalctl", "kubectl_get", "promql", "psql_activity"]

    /// The tool of a name; nil where none is shipped under it.
    ///
    /// - Throws: `CommandFileError` where the embedded file is broken, which a test would have shown.
    public static func tool(_ name: String) throws(CommandFileError) -> CommandTool? {
        let bytes: [UInt8]
        switch name {
        case "journalctl": bytes = PackageResources.journalctl_yaml
        case "kubectl_get": bytes = PackageResources.kubectl_get_yaml
        case "promql": bytes = PackageResources.promql_yaml
        case "psql_activity": bytes = PackageResources.psql_activity_yaml
        default: return nil
        }
        return try CommandFile("Tools/Commands/\(name).yaml").tool(yaml: String(decoding: bytes, as: UTF8.self))
    }
}
