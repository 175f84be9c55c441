import Foundation

/// A file system of a few megabytes that only processes with its prefix see; it goes away with its holder.
struct SmallDisk: Sendable {
    private let holder: ChildProcess
    private let mountPoint: String

    /// Mounts it over an empty directory; nil where this machine does not allow that.
    init?(megabytes: Int, at directory: String, log: String) async throws {
        mountPoint = directory
        holder = try ChildProcess(
            [
                "unshare", "--mount", "sh", "-c",
                "mount -t tmpfs -o size=\(megabytes)m soak '\(directory)' && touch '\(directory)/mounted' && exec sleep 3600",
            ], environment: ["PATH": "/usr/sbin:/usr/bin:/sbin:/bin"], log: "\(log)/mount.log")
        while holder.isAlive {
            if FileManager.default.fileExists(atPath: "\(path)/mounted") { return }
            try await Task.sleep(for: .milliseconds(10))
        }
        return nil
    }

    /// What stands before a command that is to see it.
    var prefix: [String] { ["nsenter", "--mount", "--target", "\(holder.identifier)"] }

    /// Where others reach into it.
    var path: String { "/proc/\(holder.identifier)/root\(mountPoint)" }

    /// Leaves no byte free.
    func fill() throws {
        let file = try Filler(path: "\(path)/filler")
        file.writeUntilFull()
    }

    /// Makes room again.
    func empty() throws { try FileManager.default.removeItem(atPath: "\(path)/filler") }

    /// Copies the span store and the casebook out of it; gives their paths in this order.
    func copy(to directory: URL) throws -> [String] {
        for name in try FileManager.default.contentsOfDirectory(atPath: path) where name.contains(".db") {
            try FileManager.default.copyItem(
                atPath: "\(path)/\(name)", toPath: directory.appending(path: name).path)
        }
        return ["spans.db", "whyd.db"].map { directory.appending(path: $0).path }
    }
}

/// A file that takes what room there is.
private struct Filler {
    private let descriptor: Int32

    init(path: String) throws {
        descriptor = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw SoakFailure("\(path) cannot be written") }
    }

    func writeUntilFull() {
        for size in [1 << 20, 4096] {
            let zeros = [UInt8](repeating: 0, count: size)
            while write(descriptor, zeros, size) == size {}
        }
        close(descriptor)
    }
}
