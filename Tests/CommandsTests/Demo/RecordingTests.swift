import Foundation
import Testing

@testable import Commands

struct RecordingTests {
    private static let shop = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Examples/shop")

    @Test func `the shop's recording holds four deploys and every body they sent`() throws {
        let recording = try Recording(directory: Self.shop.appending(path: "recording").path)
        #expect(recording.deploys.map(\.name) == ["baseline", "good", "bad", "rollback"])
        #expect(recording.deploy("bad")?.version == "1.6.0")
        let counts = recording.deploys.map { recording.bodies(of: $0).count }
        #expect(counts.reduce(0, +) == recording.bodies.count)
        #expect(counts.allSatisfy { $0 > 50 })
    }

    @Test func `a directory without a recording is said to be one`() {
        let error = #expect(throws: CommandFailure.self) { try Recording(directory: "/nonexistent") }
        #expect(error?.code == 2)
        #expect(error?.description.contains("no recording in /nonexistent") == true)
    }
}
