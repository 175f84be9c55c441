import JSONValues
import Telemetry

/// How values stand on the page.
enum PageText {
    /// `3 min ago`; the time itself after a week.
    static func age(_ time: Timestamp, now: Timestamp) -> String {
        let seconds = Int((now - time).inSeconds)
        switch seconds {
        case ..<0: return utc(time)
        case ..<60: return "just now"
        case ..<3600: return "\(seconds / 60) min ago"
        case ..<86_400: return "\(seconds / 3600) h ago"
        case ..<604_800: return "\(seconds / 86_400) d ago"
        default: return utc(time)
        }
    }

    /// `2026-11-24 10:00:00 UTC`.
    static func utc(_ time: Timestamp) -> String {
        let text = time.description
        return "\(text.prefix(10)) \(text.dropFirst(11).prefix(8)) UTC"
    }

    /// `+90 s` from the onset.
    static func offset(_ time: Timestamp, from onset: Timestamp?) -> String? {
        guard let onset else { return nil }
        let seconds = Int((time - onset).inSeconds.rounded())
        let sign = seconds < 0 ? "\u{2212}" : "+"
        let size = abs(seconds)
        if size < 120 { return "\(sign)\(size) s" }
        return size < 7200 ? "\(sign)\(size / 60) min" : "\(sign)\(size / 3600) h"
    }

    /// A cell as people read it: text without quotes, numbers short.
    static func cell(_ value: JSONValue) -> String {
        switch value {
        case .null: "\u{2013}"
        case .string(let text): text.count > 400 ? "\(text.prefix(400))\u{2026}" : text
        case .integer(let number): String(number)
        case .number(let number): short(number)
        case .boolean(let flag): flag ? "yes" : "no"
        case .array, .object: value.text
        }
    }

    /// Three digits after the point, more where the number is small.
    static func short(_ number: Double) -> String {
        guard number.isFinite, abs(number) < 1e15 else { return String(number) }
        if number.rounded() == number || abs(number) >= 10_000 { return String(Int64(number.rounded())) }
        var scale = 1000.0
        var size = abs(number)
        while size < 1, scale < 1e9 {
            scale *= 10
            size *= 10
        }
        return String((number * scale).rounded() / scale)
    }

    /// The first twelve digits of a full commit id; other names as they are, up to a length.
    static func revision(_ name: String) -> String {
        let isCommit = name.count >= 40 && name.allSatisfy { $0.isASCII && $0.isHexDigit }
        return String(name.prefix(isCommit ? 12 : 80))
    }

    /// Words of an identifier: `cause_found` is `cause found`.
    static func words(_ identifier: String) -> String { identifier.split(separator: "_").joined(separator: " ") }
}
