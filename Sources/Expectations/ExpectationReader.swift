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

        /// Makes findings; none by default.
        public init(expectations: [Expectation] = [], errors: [ExpectationError] = []) {
            self.expectations = expectations
            self.errors = errors
        }
    }

    /// The expectations at a revision; those of trailers only from commits that `older` does not have.
    public func expectations(
        at revision: Revision, since older: Revision? = nil
    ) async throws(SourceHistoryError) -> Found {
        var found = Found()
        do {
            let file = try await repository.file(ExpectationFile.path, at: revision)
            found = ExpectationFile.read(file.lines.joined(separator: "\n"))
        } catch  where error.code == .fileAbsent {}
        guard let older else { return found }
        let trailers = try await self.trailers(from: older, to: revision)
        found.expectations += trailers.expectations
        found.errors += trailers.errors
        return found
    }

    /// The `Expect:` trailers of the commits that are in `newer` and not in `older`.
    public func trailers(from older: Revision, to newer: Revision) async throws(SourceHistoryError) -> Found {
        var found = Found()
        for commit in try await repository.log(from: older, to: newer) {
            for trailer in commit.trailers where trailer.key.lowercased() == "expect" {
                do {
                    found.expectations.append(
                        try Expectation(parsing: trailer.value, origin: "commit \(commit.revision.short)"))
                } catch {
                    var error = error
                    error.place = "commit \(commit.revision.short)"
                    found.errors.append(error)
                }
            }
        }
        return found
    }
}
