/// git on one repository: reading only, nothing of the machine's configuration, no hooks, pagers or helpers.
struct GitCommand: Sendable {
    /// The repository's directory: a clone's work tree or a bare mirror.
    let path: String

    /// What git printed.
    struct Output: Sendable {
        var bytes: [UInt8]
        var isTruncated: Bool

        var text: String { String(decoding: bytes, as: UTF8.self) }
    }

    /// Where files are written that a subcommand checks out; never the repository's own work tree and index.
    struct Place: Sendable {
        var workTree: String
        var index: String
    }

    /// Runs a git subcommand.
    ///
    /// - Parameters:
    ///   - outputLimit: most bytes kept; a longer output is marked as truncated.
    ///   - keepsPart: what was printed until the timeout is kept, marked as truncated, instead of thrown away.
    ///   - allowsFailure: an exit status other than 0 gives empty output (such as a search without matches).
    ///   - place: a scratch work tree to run in; nil for subcommands that only read.
    func run(
        _ arguments: [String], input: [UInt8] = [], outputLimit: Int = 8_000_000, timeout: Duration = .seconds(10),
        keepsPart: Bool = false, allowsFailure: Bool = false, place: Place? = nil
    ) async throws(SourceHistoryError) -> Output {
        let process = ChildProcess(
            executable: "git",
            arguments: Self.settings + ["--git-dir", try directory()]
                + (place.map { ["--work-tree", $0.workTree] } ?? [])
                + arguments,
            environment: Self.environment.merging(place.map { ["GIT_INDEX_FILE": $0.index] } ?? [:]) { $1 },
            input: input, outputLimit: outputLimit, timeout: timeout, directory: place?.workTree ?? "/")
        let outcome: ChildProcess.Outcome
        do {
            outcome = try await process.run()
        } catch is CancellationError {
            throw SourceHistoryError(.cancelled, "reading the repository was cancelled")
        } catch {
            throw SourceHistoryError(.gitFailed, "git could not be started: \(error)", hint: "install git")
        }
        if Task.isCancelled { throw SourceHistoryError(.cancelled, "reading the repository was cancelled") }
        if outcome.timedOut, keepsPart { return Output(bytes: outcome.output, isTruncated: true) }
        if outcome.timedOut {
            throw SourceHistoryError(.timedOut, "git \(arguments.first ?? "") took longer than \(timeout)")
        }
        if !outcome.exitedCleanly, !allowsFailure {
            let reason = outcome.errorText.split(separator: "\n").first.map(String.init) ?? "no reason given"
            throw SourceHistoryError(.gitFailed, "git \(arguments.first ?? "") failed: \(reason)")
        }
        return Output(bytes: outcome.output, isTruncated: outcome.isTruncated)
    }

    /// The directory with the objects: `.git` inside a clone, the mirror itself otherwise.
    func directory() throws(SourceHistoryError) -> String {
        for candidate in [path + "/.git", path] where FileProbe.exists(candidate + "/HEAD") { return candidate }
        // A linked work tree or submodule has a `.git` file, which git follows itself.
        if FileProbe.exists(path + "/.git") { return path + "/.git" }
        throw SourceHistoryError(
            .repositoryGone, "there is no git repository at \(path)",
            hint: "check 'repositories' in whyd.yaml, or clone it there again")
    }

    static let settings = [
        "--no-pager", "--literal-pathspecs", "--no-replace-objects", "--no-optional-locks", "-c", "safe.directory=*",
        "-c", "core.hooksPath=/dev/null", "-c", "core.fsmonitor=false", "-c", "core.quotePath=false", "-c",
        "core.attributesFile=/dev/null", "-c", "protocol.allow=never", "-c", "diff.noprefix=false", "-c",
        "diff.mnemonicPrefix=false", "-c", "color.ui=false", "-c", "blame.ignoreRevsFile=", "-c",
        "log.showSignature=false", "-c", "log.mailmap=false",
    ]

    static let environment = [
        "PATH": "/usr/local/bin:/usr/bin:/bin", "LC_ALL": "C.UTF-8", "HOME": "/nonexistent", "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_TERMINAL_PROMPT": "0", "GIT_ASKPASS": "/bin/false",
        "GIT_NO_LAZY_FETCH": "1", "GIT_ATTR_NOSYSTEM": "1",
    ]
}
