/// Older spellings of OpenTelemetry attributes, applied when queries name them.
///
/// A query that names any spelling finds all of them; reports write the canonical one. Source: OpenTelemetry semantic
/// conventions 1.44 and their migration pages.
public enum AttributeAliases {
    /// Every spelling of an attribute, the canonical one first; just the key itself where it has no alias.
    public static func spellings(of key: String) -> [String] {
        guard let canonical = canonicalKeys[key] else { return [key] }
        return [canonical] + (olderSpellings[canonical] ?? [])
    }

    /// The canonical spelling of a key; the key itself where it has none.
    public static func canonical(_ key: String) -> String { canonicalKeys[key] ?? key }

    private static let canonicalKeys: [String: String] = {
        var keys: [String: String] = [:]
        for (canonical, older) in olderSpellings {
            keys[canonical] = canonical
            for spelling in older { keys[spelling] = canonical }
        }
        return keys
    }()
}
