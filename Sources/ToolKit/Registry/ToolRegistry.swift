public import JSONValues

/// The tools of a run, by name; the one door through which each of them is called.
///
/// Every call is checked against its schema, timed, limited, observed and redacted here, so no tool does it itself.
public struct ToolRegistry: Sendable {
    /// Told about every call when it has ended; for self-telemetry.
    public typealias CallObserver = @Sendable (ToolCallRecord) -> Void

    /// Sorted by name.
    public let definitions: [ToolDefinition]
    private let tools: [ToolName: AnyTool]
    private let timeout: Duration
    private let clock: any Clock<Duration>
    private let observer: CallObserver?

    /// Makes a registry; of two tools with one name the first is kept.
    ///
    /// - Parameter timeout: limit of a call where the tool brings none.
    public init(
        _ tools: [AnyTool], timeout: Duration = .seconds(30), clock: any Clock<Duration> = ContinuousClock(),
        observer: CallObserver? = nil
    ) {
        self.tools = Dictionary(tools.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        definitions = self.tools.values.map(\.definition).sorted { $0.name < $1.name }
        self.timeout = timeout
        self.clock = clock
        self.observer = observer
    }

    /// This registry and more tools; a name that is already taken stays as it is.
    public func adding(_ more: [AnyTool]) -> ToolRegistry {
        let kept = definitions.compactMap { tools[$0.name] }
        return ToolRegistry(kept + more, timeout: timeout, clock: clock, observer: observer)
    }

    /// Only the tools of some names.
    public func restricted(to names: Set<ToolName>) -> ToolRegistry {
        let kept = definitions.filter { names.contains($0.name) }.compactMap { tools[$0.name] }
        return ToolRegistry(kept, timeout: timeout, clock: clock, observer: observer)
    }

    /// Whether a name is known.
    public func contains(_ name: String) -> Bool { tools[ToolName(name)] != nil }

    /// Calls a tool; a failure is a value, because it goes back to whoever called.
    public func call(_ name: String, _ arguments: JSONValue, _ context: ToolContext) async -> Result<
        ToolOutput, ToolFailure
    > {
        let start = clock.now
        let result = await checked(name, arguments, context)
        observer?(ToolCallRecord(name: name, duration: start.elapsed(on: clock), failure: result.failure))
        return result
    }

    private func checked(_ name: String, _ arguments: JSONValue, _ context: ToolContext) async -> Result<
        ToolOutput, ToolFailure
    > {
        guard let tool = tools[ToolName(name)] else { return .failure(unknown(name)) }
        let arguments = arguments.isNull ? .object([:]) : arguments
        if let refusal = Self.refusal(of: arguments, by: tool.definition) { return .failure(refusal) }
        do {
            let output = try await limited(tool, arguments, context)
            return .success(context.redactor.redact(output))
        } catch {
            return .failure(context.redactor.redact(error))
        }
    }

    private func unknown(_ name: String) -> ToolFailure {
        let names = definitions.map(\.name.text)
        let near = NearestName.of(name, in: names).map { "did you mean \($0)? " } ?? ""
        return ToolFailure(
            .unknownTool, "there is no tool named '\(name.prefix(64))'",
            hint: "\(near)tools: \(names.joined(separator: ", "))")
    }

    private static func refusal(of arguments: JSONValue, by definition: ToolDefinition) -> ToolFailure? {
        do {
            let violations = try JSONSchema(definition.words.inputSchema).violations(of: arguments)
            guard !violations.isEmpty else { return nil }
            let listed = violations.prefix(5).map(\.description).joined(separator: "; ")
            let more = violations.count > 5 ? "; and \(violations.count - 5) more" : ""
            return ToolFailure(.invalidArguments, "arguments of \(definition.name) do not fit: \(listed)\(more)")
        } catch {
            return ToolFailure(.unavailable, "\(definition.name) cannot be used: its schema is broken: \(error)")
        }
    }

    private func limited(
        _ tool: AnyTool, _ arguments: JSONValue, _ context: ToolContext
    ) async throws(ToolFailure) -> ToolOutput {
        let limit = tool.timeout ?? timeout
        let clock = clock
        let result = await withTaskGroup(of: Result<ToolOutput, ToolFailure>?.self) { group in
            group.addTask {
                do throws(ToolFailure) {
                    return .success(try await tool.run(arguments, context))
                } catch {
                    return .failure(error)
                }
            }
            group.addTask {
                try? await clock.sleep(for: limit)
                return nil
            }
            let first = await group.next() ?? nil
            group.cancelAll()
            return first
        }
        if Task.isCancelled { throw ToolFailure(.cancelled, "\(tool.name) was cancelled") }
        guard let result else {
            throw ToolFailure(
                .timedOut, "\(tool.name) took longer than \(limit)",
                hint: "narrow the window or the filter")
        }
        return try result.get()
    }
}

/// What is known about a call that has ended.
public struct ToolCallRecord: Sendable {
    public var name: String
    public var duration: Duration
    /// Nil where the tool answered.
    public var failure: ToolFailure?
}

extension Result {
    fileprivate var failure: Failure? { if case .failure(let failure) = self { failure } else { nil } }
}

extension InstantProtocol where Duration == Swift.Duration {
    /// Time from this instant of `clock` to now.
    fileprivate func elapsed(on clock: any Clock<Duration>) -> Duration {
        guard let now = clock.now as? Self else { return .zero }
        return duration(to: now)
    }
}
