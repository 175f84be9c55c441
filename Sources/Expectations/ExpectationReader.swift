public import SourceHistory

/// Finds the expectations that a build carries: in its file, and in the trailers of its commits.
public struct ExpectationReader: Sendable {
    let repository: SourceRepository

    /// Reads from a repository.
    public init(_ repository: SourceRepository) { self.repository = repository }

    /// What was found, and what could not be read.
    public struct Found: Sendable {
        public var expectations: [Expectation]
        public var errors: [ExpectationError]
    }

    /// The expectations at a revision; those of trailers only from commits that `older` does not have.
    public func expectations(
        at revision: Revision, since older: Revision? = nil
    ) async throws(SourceHistoryError) -> Found {
        var found = Found(expectations: [], errors: [])
        do {
            let file = try await repository.file(ExpectationFile.path, at: revision)
            do {
                found.expectations += try ExpectationFile.parse(file.lines.joined(separator: "\n"))
            } catch {
                found.errors.append(error)
            }
        } catch  where error.code == .fileAbsent {}
        guard let older else { return found }
        for commit in try await repository.log(from: older, to: revision) {
            for trailer in commit.trailers where trailer.key.lowercased() == "expect" {
                do {
                    found.expectations.append(
                        try Expectation(parsing: trailer.value, origin: commit.revision.hash))
                } catch {
                    var error = error
                    error.hint = "in the trailer of \(commit.revision.short)"
                    found.errors.append(error)
                }
            }
        }
        return found
    }
}
