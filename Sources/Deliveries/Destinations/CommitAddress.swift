/// A commit as addresses name it: `owner/repo@4f2a91c`, and for a status its name after that: `/production/checkout`.
struct CommitAddress: Sendable, Equatable {
    var repository: String
    var commit: String
    /// What the status is called; nil where the address does not say.
    var name: String?

    /// Takes the part of an address after its scheme apart.
    ///
    /// - Parameter isNested: whether a repository may lie in groups of groups, as at GitLab.
    init(_ address: DestinationAddress, isNested: Bool) throws(DeliveryFailure) {
        let halves = address.rest.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
        let place = halves.count == 2 ? halves[1].split(separator: "/", maxSplits: 1) : []
        let groups = halves[0].split(separator: "/", omittingEmptySubsequences: false)
        let hasPlace = isNested ? groups.count >= 2 : groups.count == 2
        guard hasPlace, !groups.contains(""), DestinationAddress.isPlain(halves[0], "-._/"), let commit = place.first,
            DestinationAddress.isPlain(commit, ""), place.count < 2 || DestinationAddress.isPlain(place[1], "-._/")
        else {
            throw DeliveryFailure(
                .badAddress, "'\(address)' names no commit",
                hint: "it looks like \(address.scheme):\(isNested ? "group/project" : "owner/repo")@4f2a91c")
        }
        repository = String(halves[0])
        self.commit = String(commit)
        name = place.count == 2 ? String(place[1]) : nil
    }
}
