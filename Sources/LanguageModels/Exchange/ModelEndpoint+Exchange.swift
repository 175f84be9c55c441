import JSONValues
import OutboundHTTP

extension ModelEndpoint {
    /// Asks until there is an answer, the tries are used up or asking again is pointless.
    func answer<Assembly: AnswerAssembly>(
        _ call: ProviderCall<Assembly>, onDelta: @Sendable (ModelDelta) async -> Void
    ) async throws(ExchangeFailure) -> ModelTurn {
        let request = request(Array(call.body.text.utf8), isStreaming: call.isStreaming)
        var attempt = 1
        while true {
            let failure: ExchangeFailure
            do throws(ExchangeFailure) {
                return try await tryOnce(call, request, onDelta: onDelta)
            } catch { failure = error }
            guard let delay = delay(after: failure, attempt: attempt) else { throw failure }
            if failure.hasShownText { await onDelta(.text("\n(the answer broke off; asking again)\n")) }
            attempt += 1
            do { try await waiting.sleep(delay) } catch { throw .cancelled }
        }
    }

    private func tryOnce<Assembly: AnswerAssembly>(
        _ call: ProviderCall<Assembly>, _ request: HTTPRequest, onDelta: @Sendable (ModelDelta) async -> Void
    ) async throws(ExchangeFailure) -> ModelTurn {
        guard !Task.isCancelled else { throw .cancelled }
        let stream = try await open(request)
        guard stream.head.isSuccess else { throw try await refusal(stream) }
        var assembly = call.assembly
        var shown = ShownText()
        do throws(ModelFailure) {
            if stream.head.headers["content-type"]?.hasPrefix("text/event-stream") ?? call.isStreaming {
                try await read(stream, into: &assembly, shown: &shown, onDelta: onDelta)
            } else {
                let answer = try await wholeAnswer(stream)
                for delta in try assembly.receiveWhole(answer) { await onDelta(delta) }
            }
            return try assembly.turn()
        } catch {
            throw ExchangeFailure(error, hasShownText: shown.any)
        }
    }

    private struct ShownText { var any = false }

    private func open(_ request: HTTPRequest) async throws(ExchangeFailure) -> HTTPStream {
        do throws(HTTPFailure) { return try await client.stream(request) } catch {
            throw ExchangeFailure(modelFailure(error), transport: error)
        }
    }

    /// Reads events until the provider says that the answer is over; an end before that is a cut.
    private func read<Assembly: AnswerAssembly>(
        _ stream: HTTPStream, into assembly: inout Assembly, shown: inout ShownText,
        onDelta: @Sendable (ModelDelta) async -> Void
    ) async throws(ModelFailure) {
        var parser = ServerSentEventParser()
        var pieces = stream.body.makeAsyncIterator()
        var byteCount = 0
        while !assembly.isComplete, let bytes = try await next(&pieces) {
            byteCount += bytes.count
            guard byteCount <= limits.answerBytes else { throw tooLarge }
            for event in try events(&parser, bytes) where !assembly.isComplete {
                for delta in try assembly.receive(try json(event), named: event.name) {
                    if case .text = delta { shown.any = true }
                    await onDelta(delta)
                }
            }
        }
        guard assembly.isComplete || assembly.mayEndHere else {
            throw ModelFailure(.malformedAnswer, "the stream ended before the answer did")
        }
    }

    private func next(_ pieces: inout HTTPStream.Body.Iterator) async throws(ModelFailure) -> [UInt8]? {
        do throws(HTTPFailure) { return try await pieces.next(isolation: nil) } catch { throw modelFailure(error) }
    }

    private func events(
        _ parser: inout ServerSentEventParser, _ bytes: [UInt8]
    ) throws(ModelFailure) -> [ServerSentEvent] {
        do { return try parser.consume(bytes) } catch { throw tooLarge }
    }

    private func json(_ event: ServerSentEvent) throws(ModelFailure) -> JSONValue {
        if event.data == "[DONE]" { return "[DONE]" }
        guard let json = try? JSONValue(parsing: event.data) else {
            throw ModelFailure(.malformedAnswer, "an event of the stream is not JSON")
        }
        return json
    }

    private func wholeAnswer(_ stream: HTTPStream) async throws(ModelFailure) -> JSONValue {
        let bytes: [UInt8]
        do throws(HTTPFailure) { bytes = try await stream.collect(limit: limits.answerBytes) } catch {
            throw modelFailure(error)
        }
        guard let answer = try? JSONValue(parsing: bytes) else {
            throw ModelFailure(
                .malformedAnswer, "the answer is not JSON: \(shown(String(decoding: bytes.prefix(80), as: UTF8.self)))")
        }
        return answer
    }

    private var tooLarge: ModelFailure {
        ModelFailure(.malformedAnswer, "the answer is larger than \(limits.answerBytes) bytes")
    }
}
