extension SourceRepository {
    /// Fetches branches and tags from the remotes that the clone itself names; nothing else of whyd writes to it.
    ///
    /// Runs with the caller's environment, because keys, agents and proxies are found there. The work tree and the local
    /// branches stay as they are.
    ///
    /// - Throws: `.gitFailed` with git's first words, `.timedOut`, `.repositoryGone`.
    public func fetch(
        environment: [String: String], timeout: Duration = .seconds(300)
    ) async throws(SourceHistoryError) {
        let quiet = ["GIT_TERMINAL_PROMPT": "0", "GIT_ASKPASS": "/bin/false", "LC_ALL": "C.UTF-8"]
        let process = ChildProcess(
            executable: "git",
            arguments: [
                "--git-dir", try git.directory(), "-c", "core.hooksPath=/dev/null", "-c", "gc.auto=0", "fetch", "--all",
                "--tags", "--quiet", "--no-write-fetch-head", "--no-recurse-submodules",
            ],
            environment: environment.merging(quiet) { _, ours in ours }, outputLimit: 4096, timeout: timeout)
        let outcome: ChildProcess.Outcome
        do {
            outcome = try await process.run()
        } catch is CancellationError {
            throw SourceHistoryError(.cancelled, "fetching was cancelled")
        } catch {
            throw SourceHistoryError(.gitFailed, "git could not be started: \(error)", hint: "install git")
        }
        if outcome.timedOut { throw SourceHistoryError(.timedOut, "fetching \(name) took longer than \(timeout)") }
        guard outcome.exitedCleanly else {
            let reason = outcome.errorText.split(separator: "\n").first.map(String.init) ?? "no reason given"
            throw SourceHistoryError(
                .gitFailed, "\(name) could not be fetched: \(reason)",
                hint: "try `git -C \(path) fetch --all` as whyd's user")
        }
    }
}
