import Casebook
import Foundation
import Synchronization
import Telemetry
import Testing

/// What a killed process had been told is stored, is stored.
struct CrashTests {
    @Test func `kill -9 in the middle of writing loses nothing that was acknowledged`() async throws {
        let directory = CrashSite.directory(ofParent: getpid())
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: directory) }

        await #expect(processExitsWith: .signal(SIGKILL)) {
            try await CrashSite.writeUntilKilled(in: CrashSite.directory(ofParent: getppid()))
        }

        let keys = try String(contentsOf: directory.appending(path: "acknowledged"), encoding: .utf8)
            .split(separator: "\n").map(String.init)
        #expect(keys.count >= 60)
        let path = directory.appending(path: "whyd.db").path
        let book = try CaseStore.open(path: path, clock: { noon })
        let stored = Set(try await book.signals(ofCase: 1).map(\.dedupKey))
        #expect(stored.isSuperset(of: keys))
        #expect(try query(path, "PRAGMA integrity_check") == [["ok"]])
    }
}

/// Where parent and child of a crash test meet.
enum CrashSite {
    static func directory(ofParent process: pid_t) -> URL {
        FileManager.default.temporaryDirectory.appending(path: "casebook-crash-\(process)")
    }

    /// Four writers; the process kills itself at the sixtieth acknowledgement, while the others are writing.
    static func writeUntilKilled(in directory: URL) async throws {
        let book = try CaseStore.open(path: directory.appending(path: "whyd.db").path, clock: { noon })
        let acknowledged = try FileHandle(forWritingTo: emptyFile("acknowledged", in: directory))
        let count = Count()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for writer in 0..<4 {
                group.addTask {
                    for number in 0..<1000 {
                        _ = try await book.record(signal("\(writer)-\(number)"))
                        try acknowledged.write(contentsOf: Data("\(writer)-\(number)\n".utf8))
                        if count.next() >= 60 { kill(getpid(), SIGKILL) }
                    }
                }
            }
            try await group.waitForAll()
        }
    }

    private final class Count: Sendable {
        private let value = Mutex(0)

        func next() -> Int {
            value.withLock { value in
                value += 1
                return value
            }
        }
    }

    static func emptyFile(_ name: String, in directory: URL) throws -> URL {
        let file = directory.appending(path: name)
        try Data().write(to: file)
        return file
    }
}
