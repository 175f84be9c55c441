import Foundation
import Logging

/// One line per log record on standard error: time, level, a constant sentence, then `key=value` pairs.
struct StructuredLogHandler: LogHandler {
    let label: String
    var metadata: Logger.Metadata = [:]
    var logLevel: Logger.Level = .info

    init(label: String) { self.label = label }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let pairs = metadata.merging(event.metadata ?? [:]) { $1 }.sorted { $0.key < $1.key }
            .map { " \($0.key)=\(Self.quoted("\($0.value)"))" }.joined()
        let line = "\(WallClock.now()) \(event.level.rawValue.uppercased()) \(event.message)\(pairs)\n"
        FileHandle.standardError.write(Data(line.utf8))
    }

    /// Words from outside must not be able to end a line or look like another pair.
    private static func quoted(_ value: String) -> String {
        let safe = value.unicodeScalars.map { scalar in
            scalar.value < 0x20 || scalar.value == 0x7F ? " " : String(scalar)
        }.joined()
        guard safe.contains(" ") || safe.contains("\"") || safe.isEmpty else { return safe }
        return "\"\(safe.replacing("\\", with: "\\\\").replacing("\"", with: "\\\""))\""
    }
}
