public import OutboundHTTP

/// `gitlab:group/project#12` or `gitlab:group/project!7`: a note on an issue or a merge request.
public struct GitLabNote: ReportDestination {
    public static let schemes = ["gitlab"]
    public static let account = "gitlab"
    private let gitlab: GitLab
    private let notes: String

    public init(
        _ address: DestinationAddress, account: DestinationAccount, http: HTTPClient
    ) throws(DeliveryFailure) {
        let example = "gitlab:group/project#12"
        let isMergeRequest = address.rest.contains("!")
        let (project, number) = try address.parts(
            separator: isMergeRequest ? "!" : "#", extra: "-._/", example: example)
        guard Int(number) != nil, project.contains("/"), !project.hasPrefix("/"), !project.hasSuffix("/") else {
            throw DeliveryFailure(.badAddress, "'\(address)' names no issue", hint: "it looks like \(example)")
        }
        gitlab = try GitLab(account, project: project, http)
        notes = "\(gitlab.project)/\(isMergeRequest ? "merge_requests" : "issues")/\(number)/notes"
    }

    public func deliver(_ parcel: Parcel) async throws(DeliveryFailure) -> Receipt {
        try await gitlab.note(parcel, in: notes)
    }
}
