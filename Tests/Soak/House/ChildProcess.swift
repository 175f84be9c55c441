import Foundation
import Glibc
import Synchronization

/// A process this one started; it can be killed at any instant.
final class ChildProcess: Sendable {
    let identifier: pid_t
    private let hasEnded = Mutex(false)
    private static let living = Mutex<Set<pid_t>>([])

    /// Starts a program with its output in a file. It must inherit no socket, or it would keep connections of its
    /// predecessor open: whatever opens one here closes it on exec.
    init(_ arguments: [String], environment: [String: String], log: String) throws {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, log, O_WRONLY | O_CREAT | O_APPEND, 0o644)
        posix_spawn_file_actions_adddup2(&actions, 1, 2)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var nothing = sigset_t()
        sigemptyset(&nothing)
        posix_spawnattr_setsigmask(&attributes, &nothing)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
        let words = arguments.map { strdup($0) } + [nil]
        let variables = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { for word in words + variables { free(word) } }
        var identifier: pid_t = 0
        let status = posix_spawnp(&identifier, arguments[0], &actions, &attributes, words, variables)
        guard status == 0 else {
            throw SoakFailure("\(arguments[0]) cannot be started: \(String(cString: strerror(status)))")
        }
        self.identifier = identifier
        Self.living.withLock { _ = $0.insert(identifier) }
    }

    deinit { kill() }

    /// Whether it runs.
    var isAlive: Bool { !reap(WNOHANG) }

    /// Ends it as a power cut would, and waits until it is gone.
    func kill() {
        guard isAlive else { return }
        Glibc.kill(identifier, SIGKILL)
        _ = reap(0)
    }

    /// Asks it to end; false where it has not ended after the time, and was killed.
    func stop(within time: Duration = .seconds(15)) async throws -> Bool {
        Glibc.kill(identifier, SIGTERM)
        let end = ContinuousClock.now + time
        while isAlive {
            guard ContinuousClock.now < end else {
                kill()
                return false
            }
            try await Task.sleep(for: .milliseconds(20))
        }
        return true
    }

    private func reap(_ options: Int32) -> Bool {
        hasEnded.withLock { hasEnded in
            if !hasEnded, waitpid(identifier, nil, options) == identifier {
                hasEnded = true
                Self.living.withLock { _ = $0.remove(identifier) }
            }
            return hasEnded
        }
    }

    /// Kills every child when this process is told to end: nobody else would.
    static func allEndWithThisProcess() {
        signal(SIGPIPE, SIG_IGN)
        let numbers = [SIGINT, SIGTERM, SIGHUP]
        var awaited = sigset_t()
        sigemptyset(&awaited)
        for number in numbers { sigaddset(&awaited, number) }
        // Threads that start later inherit the mask, so only the one below gets these signals.
        pthread_sigmask(SIG_BLOCK, &awaited, nil)
        let set = awaited
        Thread.detachNewThread {
            var set = set
            var number: Int32 = 0
            sigwait(&set, &number)
            living.withLock { for child in $0 { Glibc.kill(child, SIGKILL) } }
            exit(128 + number)
        }
    }
}

extension ChildProcess {
    /// Megabytes of memory it has in use (`VmRSS`); 0 where it has ended.
    var residentMegabytes: Int { status("VmRSS:") / 1024 }

    /// How many threads it has.
    var threads: Int { status("Threads:") }

    /// How many descriptors it has open.
    var descriptors: Int {
        (try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(identifier)/fd").count) ?? 0
    }

    private func status(_ key: String) -> Int {
        let text = (try? String(contentsOfFile: "/proc/\(identifier)/status", encoding: .utf8)) ?? ""
        let line = text.split(separator: "\n").first { $0.hasPrefix(key) }
        return line.flatMap { Int($0.dropFirst(key.count).filter(\.isNumber)) } ?? 0
    }
}
