import SourceHistory
import Telemetry

/// Finds the operations that execute a changed function, the surest means first.
struct OperationMapping {
    let function: ChangedFunction
    private let text: String

    init(_ function: ChangedFunction) {
        self.function = function
        text = function.text.joined(separator: "\n")
    }

    /// The surest link per operation; identifiers count only where nothing surer was found.
    func links(_ sightings: [CodeSighting]) -> [HunkAccounting.Link] {
        var (found, weak) = ([HunkAccounting.Link](), [HunkAccounting.Link]())
        for sighting in sightings {
            guard let means = means(sighting) else { continue }
            let link = HunkAccounting.Link(operation: sighting.operation, means: means)
            if means == "identifier" {
                if !weak.contains(link) { weak.append(link) }
            } else if !found.contains(where: { $0.operation == link.operation }) {
                found.append(link)
            }
        }
        return found.isEmpty ? weak : found
    }

    private func means(_ sighting: CodeSighting) -> String? {
        if let name = sighting.function, matches(name), sighting.file.map(SourcePath.matches(function.path)) ?? true {
            return "code.* attributes"
        }
        if sighting.frames.contains(where: { matches($0.function) && SourcePath.matches(function.path)($0.likelyPath) })
        {
            return "stack frame"
        }
        if let route = sighting.route, route.count > 1, sighting.operation.kind.servesRoutes, mentions(route) {
            return "route"
        }
        if sighting.operation.name.count > 3, text.contains("\"\(sighting.operation.name)\"") { return "span name" }
        if sighting.operation.name.count > 3, text.contains("'\(sighting.operation.name)'") { return "span name" }
        return Identifiers.words(sighting.operation.name).contains(function.function.name.lowercased())
            || Identifiers.joined(sighting.operation.name).hasSuffix(Identifiers.joined(function.function.name))
                && function.function.name.count > 4
            ? "identifier" : nil
    }

    private func matches(_ name: String) -> Bool {
        let last = StackFrame(function: name, file: "", line: nil).functionName
        return last == function.function.name
    }

    /// Frameworks write parameters differently: `/users/{id}`, `/users/:id`, `/users/<int:id>`.
    private func mentions(_ route: String) -> Bool {
        if text.contains("\"\(route)\"") || text.contains("'\(route)'") { return true }
        let fixed = route.split(separator: "/").filter { !$0.contains { "{}:<>*$".contains($0) } }
        return fixed.count >= 2 && text.contains("/" + fixed.joined(separator: "/")) && text.contains("/\(fixed[0])")
    }
}

extension SpanKind {
    /// Whether a route on such a span is its own; on calls out it is the caller's, or nobody's.
    var servesRoutes: Bool { self != .client && self != .producer }
}
