public import Foundation

/// A git repository in a temporary directory, made with the real git, for tests that read one.
public final class TemporaryRepository: Sendable {
    /// The work tree.
    public let directory: URL

    /// Makes an empty repository; it is removed with the value.
    public init() throws {
        directory = FileManager.default.temporaryDirectory.appending(path: "repository-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        try git(["init", "-q", "-b", "main"])
    }

    deinit { try? FileManager.default.removeItem(at: directory) }

    /// The directory as text.
    public var path: String { directory.path }

    /// Writes files (nil removes one) and commits; gives the full hash.
    @discardableResult
    public func commit(
        _ message: String, files: [String: String?], author: String = "Ada Example", seconds: Int = 1_700_000_000
    ) throws -> String {
        for (path, text) in files {
            let file = directory.appending(path: path)
            if let text {
                try FileManager.default.createDirectory(
                    at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
                try Data(text.utf8).write(to: file)
            } else {
                try FileManager.default.removeItem(at: file)
            }
        }
        try git(["add", "-A"])
        try git(
            ["commit", "-q", "--allow-empty", "-m", message],
            environment: [
                "GIT_AUTHOR_NAME": author, "GIT_AUTHOR_DATE": "\(seconds) +0000",
                "GIT_COMMITTER_DATE": "\(seconds) +0000",
            ])
        return try git(["rev-parse", "HEAD"])
    }

    /// Runs git there and gives its trimmed output.
    @discardableResult
    public func git(_ arguments: [String], environment: [String: String] = [:]) throws -> String {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["git"] + arguments
        process.currentDirectoryURL = directory
        process.environment = [
            "PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": directory.path, "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_AUTHOR_NAME": "Ada Example", "GIT_AUTHOR_EMAIL": "ada@example.com",
            "GIT_COMMITTER_NAME": "Ada Example", "GIT_COMMITTER_EMAIL": "ada@example.com",
        ].merging(environment) { $1 }
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw GitFailure(arguments: arguments) }
        return String(decoding: data, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// git exited with an error.
    public struct GitFailure: Error { public var arguments: [String] }
}
