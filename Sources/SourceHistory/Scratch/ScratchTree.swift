/// The files of a revision in a directory of their own, where a patch can be tried.
///
/// The repository is only read: the files and git's index lie in the scratch directory, and nothing is registered.
public struct ScratchTree: Sendable {
    /// Where the files are.
    public let directory: String
    private let git: GitCommand
    private let place: GitCommand.Place

    /// Writes a revision's files into an existing, empty directory.
    public init(
        of repository: SourceRepository, at revision: Revision, in directory: String
    ) async throws(SourceHistoryError) {
        self.directory = directory
        git = repository.git
        place = GitCommand.Place(workTree: directory, index: directory + ".index")
        _ = try await git.run(
            ["checkout", "--force", "--quiet", revision.hash, "--", "."], timeout: .seconds(120), place: place)
    }

    /// Applies a patch to the files.
    ///
    /// - Throws: `.refused` with git's own words where it does not apply whole; the files are then as they were.
    public func apply(_ patch: String) async throws(SourceHistoryError) {
        do {
            _ = try await git.run(
                ["apply", "--whitespace=nowarn", "-"], input: Array(patch.utf8), timeout: .seconds(30), place: place)
        } catch  where error.code == .gitFailed {
            throw SourceHistoryError(
                .refused, "the patch does not apply: \(error.message)",
                hint: "name the revision it was made for with --revision")
        }
    }
}
