/// A repository in one file, as `git bundle create FILE --all` writes it; cases and examples carry their history so.
public enum SourceBundle {
    /// Unpacks a bundle into a new bare repository.
    ///
    /// - Parameter directory: where the repository is made; must not exist.
    /// - Throws: `.repositoryGone` for a bundle that is missing or broken.
    public static func unpack(_ file: String, into directory: String) async throws(SourceHistoryError)
        -> SourceRepository
    {
        guard FileProbe.exists(file) else {
            throw SourceHistoryError(.repositoryGone, "there is no bundle \(file)")
        }
        let process = ChildProcess(
            executable: "git",
            arguments: GitCommand.settings + [
                "-c", "protocol.file.allow=always", "clone", "--quiet", "--bare", "--no-hardlinks", "--", file,
                directory,
            ],
            environment: GitCommand.environment, outputLimit: 4096, timeout: .seconds(60))
        do {
            let outcome = try await process.run()
            guard outcome.exitedCleanly else {
                throw SourceHistoryError(.repositoryGone, "\(file) is not a git bundle: \(outcome.errorText)")
            }
        } catch let error as SourceHistoryError {
            throw error
        } catch {
            throw SourceHistoryError(.gitFailed, "git could not be started: \(error)", hint: "install git")
        }
        return SourceRepository(path: directory)
    }
}
