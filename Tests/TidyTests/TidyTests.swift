import Foundation
import Testing

/// The rules of the house that a machine can check.
struct TidyTests {
    @Test func `no file is longer than 500 lines`() throws {
        for file in try House.swiftFiles(in: ["Sources", "Tests", "Tools", "Prompts"]) {
            #expect(file.lines.count <= 500, "\(file.path) has \(file.lines.count) lines")
        }
    }

    @Test func `no source line breaks a rule of the road`() throws {
        let forbidden = ["@unchecked Sendable", "try!", "TODO", "FIXME", "Task.detached", "Thread.sleep", "usleep("]
        for file in try House.swiftFiles(in: ["Sources", "Tools", "Prompts"]) {
            for (number, line) in file.lines.enumerated() {
                for word in forbidden where line.contains(word) {
                    Issue.record("\(file.path):\(number + 1) contains '\(word)'")
                }
            }
        }
    }

    @Test func `modules know only what their room may know`() throws {
        let monopolies: [(import: String, rooms: [String])] = [
            ("GRDB", ["Casebook", "SpanStore"]),
            ("CSQLite", ["Casebook", "SpanStore"]),
            ("CCurl", ["OutboundHTTP"]),
            ("CZlib", ["OTLP"]),
            ("Subprocess", ["SourceHistory", "ToolKit"]),
            ("Hummingbird", ["Serving"]),
            ("NIOHTTP2", ["Serving"]),
            ("ArgumentParser", ["Commands", "whyd"]),
            ("CLineEditing", ["Commands"]),
        ]
        for file in try House.swiftFiles(in: ["Sources", "Tools"]) {
            for monopoly in monopolies where file.imports.contains(monopoly.import) {
                let isAllowed = monopoly.rooms.contains { file.path.hasPrefix("Sources/\($0)/") }
                #expect(isAllowed, "\(file.path) imports \(monopoly.import)")
            }
        }
    }

    @Test func `every room has a line in the map`() throws {
        let map = try String(contentsOf: House.root.appending(path: "Sources/ARCHITECTURE.md"), encoding: .utf8)
        let rooms = try FileManager.default.contentsOfDirectory(atPath: House.root.appending(path: "Sources").path)
        for room in rooms where !room.hasPrefix(".") && room != "ARCHITECTURE.md" {
            let name = room.hasSuffix("System") ? String(room.dropLast("System".count)) : room
            #expect(map.contains(name), "Sources/ARCHITECTURE.md does not name \(room)")
        }
    }

    @Test func `every tool has a Swift file, words and a line in the package`() throws {
        let package = try String(contentsOf: House.root.appending(path: "Package.swift"), encoding: .utf8)
        let tools = House.root.appending(path: "Tools")
        for folder in try FileManager.default.contentsOfDirectory(atPath: tools.path) where folder != "Commands" {
            let inside =
                (try? FileManager.default.contentsOfDirectory(atPath: tools.appending(path: folder).path)) ?? []
            for words in inside where words.hasSuffix(".md") {
                #expect(package.contains("\"\(folder)/\(words)\""), "Package.swift does not embed \(folder)/\(words)")
                #expect(inside.contains { $0.hasSuffix("Tool.swift") }, "\(folder) has words but no tool")
            }
        }
    }
}

/// The checkout the tests were built from.
private enum House {
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    struct File {
        var path: String
        var lines: [Substring]

        var imports: Set<String> {
            Set(
                lines.compactMap { $0.split(separator: "import ", omittingEmptySubsequences: false).dropFirst().first }
                    .map { String($0.prefix { $0 != "." }) })
        }
    }

    static func swiftFiles(in folders: [String]) throws -> [File] {
        try folders.flatMap { folder -> [File] in
            let base = root.appending(path: folder)
            let paths = FileManager.default.enumerator(atPath: base.path)?.compactMap { $0 as? String } ?? []
            return try paths.filter { $0.hasSuffix(".swift") && !$0.contains("TidyTests") }.map { path in
                let text = try String(contentsOf: base.appending(path: path), encoding: .utf8)
                return File(
                    path: "\(folder)/\(path)", lines: text.split(separator: "\n", omittingEmptySubsequences: false))
            }
        }
    }
}
