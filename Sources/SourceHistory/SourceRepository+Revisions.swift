extension SourceRepository {
    /// The commit a hash, tag or branch means.
    ///
    /// - Throws: `.refused` for text that git could read as an option, a range or a path; `.unknownRevision`.
    public func revision(_ name: String) async throws(SourceHistoryError) -> Revision {
        guard Self.isPlainReference(name) else {
            throw SourceHistoryError(.refused, "'\(name.prefix(100))' is not the name of a revision")
        }
        let output = try await git.run(
            ["rev-parse", "--verify", "--quiet", "--end-of-options", "\(name)^{commit}"], allowsFailure: true)
        guard let revision = Revision(output.text.trimmed) else {
            throw SourceHistoryError(
                .unknownRevision, "the repository \(self.name) has no revision '\(name)'",
                hint: "fetch it there, or name the revision that was built")
        }
        return revision
    }

    /// The commit a build was made from: its revision where known, else the tag of its version.
    public func revision(
        ofVersion version: String?, revision: String? = nil
    ) async throws(SourceHistoryError) -> Revision {
        for candidate in candidates(version: version, revision: revision) {
            do {
                return try await self.revision(candidate)
            } catch  where error.code == .unknownRevision || error.code == .refused {
                continue
            }
        }
        throw SourceHistoryError(
            .unknownRevision,
            "the repository \(name) has no commit for version '\(version ?? "")' revision '\(revision ?? "")'",
            hint: "set vcs.ref.head.revision on the resource, send POST /v1/deploys, or configure 'tag'")
    }

    private func candidates(version: String?, revision: String?) -> [String] {
        var names = [revision].compactMap(\.self)
        if let version, !version.isEmpty {
            if let tagPattern {
                names.append("refs/tags/" + tagPattern.replacing("{version}", with: version))
            } else {
                names += ["refs/tags/\(version)", "refs/tags/v\(version)"]
            }
            // Versions are often built from the commit's own hash, such as 1.4.0-g1a2b3c4 or 1a2b3c4.
            if let hash = version.split(whereSeparator: { "-+_.".contains($0) }).last.map(Self.withoutMark),
                (7...64).contains(hash.utf8.count), hash.allSatisfy(\.isHexDigit)
            {
                names.append(hash)
            }
        }
        return names
    }

    private static func withoutMark(_ part: Substring) -> String {
        part.first == "g" ? String(part.dropFirst()) : String(part)
    }

    static func isPlainReference(_ name: String) -> Bool {
        guard let first = name.utf8.first, first != UInt8(ascii: "-"), name.utf8.count <= 256 else { return false }
        let isAllowed = name.allSatisfy { ($0.isASCII && ($0.isLetter || $0.isNumber)) || "._/+-~^@".contains($0) }
        return isAllowed && !name.contains("..") && !name.contains("@{")
    }

    /// Whether `ancestor` is in the history of `revision`.
    public func isAncestor(_ ancestor: Revision, of revision: Revision) async throws(SourceHistoryError) -> Bool {
        let output = try await git.run(
            ["rev-list", "--max-count=1", ancestor.hash, "^\(revision.hash)", "--"], allowsFailure: false)
        return output.text.trimmed.isEmpty
    }
}
