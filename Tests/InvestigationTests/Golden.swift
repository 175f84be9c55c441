import Foundation
import Testing

/// Compares text with a file under `Fixtures`; `RECORD_GOLDEN=1` writes the file anew.
enum Golden {
    static func check(_ text: String, _ name: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
        if ProcessInfo.processInfo.environment["RECORD_GOLDEN"] != nil {
            let source = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures/\(name)")
            try Data(text.utf8).write(to: source)
            return
        }
        let file = try #require(Bundle.module.url(forResource: name, withExtension: nil, subdirectory: "Fixtures"))
        let expected = try String(contentsOf: file, encoding: .utf8)
        #expect(text == expected, "\(name) differs from its golden file", sourceLocation: sourceLocation)
    }
}
