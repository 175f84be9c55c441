import Investigation

/// A cause as the page shows it.
struct CauseView {
    let cause: Cause

    var values: [String: Any] {
        [
            "statement": cause.statement, "mechanism": cause.mechanism,
            "standing": cause.isEstablished ? "established" : "suspected",
            "path": cause.path.map { ReportView.place($0.service, $0.operation) },
            "badBuild": cause.badBuild.map { build in
                [["service": build.service, "build": build.build, "previous": build.previous ?? "no known build"]]
            } ?? [],
            "objections": cause.objections, "hasObjections": !cause.objections.isEmpty,
        ]
    }
}
