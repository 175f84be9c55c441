import JSONValues
import LanguageModels
import Synchronization
import TestSupport
import Testing

/// What goes wrong at providers; for each an answer or a clear failure, never a hang.
struct FaultServerTests {
    /// Answers with one reply after the other, the last one for good.
    private func server(_ replies: LoopbackReply...) throws -> LoopbackServer {
        let count = Mutex(0)
        return try LoopbackServer { _ in
            count.withLock { count in
                count += 1
                return replies[min(count, replies.count) - 1]
            }
        }
    }

    @Test(arguments: Dialects.all.indices, WireError.allCases) func `an error answer becomes its failure`(
        index: Int, kind: WireError
    ) async throws {
        let dialect = Dialects.all[index]
        let server = try server(dialect.failure(kind))
        let failure = await failure(try dialect.model(server))
        #expect(failure?.code == kind.code, "\(failure?.message ?? "")")
        #expect(failure?.message.contains("secret-key") == false)
        #expect(server.requests.count == 1)
    }

    @Test(arguments: Dialects.all.indices, [WireError.rateLimit, .overloaded, .server])
    func `a passing error is waited for as the server says`(index: Int, kind: WireError) async throws {
        let dialect = Dialects.all[index]
        let waits = RecordedWaits()
        let server = try server(
            dialect.failure(kind, headers: ["retry-after": "3"]), dialect.failure(kind), dialect.stream(text: "Here."))
        let model = try dialect.model(server, limits: ModelLimits(maximumAttempts: 3), waiting: waits.waiting)
        #expect(try await ModelChecks.turn(of: model, Conversations.question).text == "Here.")
        #expect(waits.all == [.seconds(3), .seconds(1)])
    }

    @Test(arguments: Dialects.all.indices, [WireError.spendLimit, .authentication, .contextFull, .unknownModel])
    func `a lasting error is never asked again`(index: Int, kind: WireError) async throws {
        let dialect = Dialects.all[index]
        let server = try server(dialect.failure(kind))
        let code = await failureCode(try dialect.model(server, limits: ModelLimits(maximumAttempts: 9)))
        #expect(code == kind.code)
        #expect(server.requests.count == 1)
    }

    @Test(arguments: Dialects.all.indices) func `a stalled server is given up`(index: Int) async throws {
        let dialect = Dialects.all[index]
        let limits = ModelLimits(maximumAttempts: 2, idle: .milliseconds(40))
        let silent = try server(LoopbackReply([.hold]))
        #expect(await failureCode(try dialect.model(silent, limits: limits)) == .unreachable)
        let half = Array(dialect.events(thinking: nil, text: "Half", calls: [], stop: .finished).prefix(4))
        let stuck = try server(.chunked(half, end: .hold))
        #expect(await failureCode(try dialect.model(stuck, limits: limits)) == .unreachable)
        #expect(silent.requests.count == 2 && stuck.requests.count == 2)
    }

    @Test(arguments: Dialects.all.indices) func `a cut stream is no answer and is asked for again`(
        index: Int
    ) async throws {
        let dialect = Dialects.all[index]
        let events = dialect.events(thinking: nil, text: "Half of it", calls: [], stop: .finished)
        let half = Array(events.prefix(6))
        for end in [LoopbackReply.Step.close, .reset, .send(Array("0\r\n\r\n".utf8))] {
            let server = try server(.chunked(half, end: end), dialect.stream(text: "Whole."))
            let shown = Mutex("")
            let turn = try await dialect.model(server, limits: ModelLimits(maximumAttempts: 3))
                .respond(to: Conversations.question) { delta in
                    if case .text(let text) = delta { shown.withLock { $0 += text } }
                }
            #expect(turn.text == "Whole.")
            #expect(shown.withLock(\.self).contains("broke off"), "the reader is told")
        }
    }

    @Test(arguments: Dialects.all.indices) func `an error inside a stream is asked again`(index: Int) async throws {
        let dialect = Dialects.all[index]
        let start = Array(dialect.events(thinking: nil, text: "Half", calls: [], stop: .finished).prefix(1))
        let waits = RecordedWaits()
        let server = try server(.chunked(start + [dialect.brokenOff]), dialect.stream(text: "Whole."))
        let model = try dialect.model(server, limits: ModelLimits(maximumAttempts: 2), waiting: waits.waiting)
        #expect(try await ModelChecks.turn(of: model, Conversations.question).text == "Whole.")
        #expect(waits.all.count == 1)
        let always = try self.server(.chunked(start + [dialect.brokenOff]))
        #expect(await failureCode(try dialect.model(always)) == .overloaded)
    }

    @Test(arguments: Dialects.all.indices) func `streams that are not JSON, not events or nothing are malformed`(
        index: Int
    ) async throws {
        let dialect = Dialects.all[index]
        for chunks in [["data: {\"type\":\n\n"], ["<html>busy</html>"], [], ["\u{0}\u{1}\n\n"], ["data: 7\n\n"]] {
            let server = try server(.chunked(chunks))
            #expect(await failureCode(try dialect.model(server)) == .malformedAnswer, "\(chunks)")
        }
        let page = try server(.response(200, headers: ["content-type": "text/html"], "<html>busy</html>"))
        #expect(await failureCode(try dialect.model(page)) == .malformedAnswer)
    }

    @Test(arguments: Dialects.all.indices) func `an unknown tool and one megabyte of text come through`(
        index: Int
    ) async throws {
        let dialect = Dialects.all[index]
        let unknown = WireCall(id: "x", name: "drop_tables", arguments: "{}")
        let called = try server(dialect.stream(calls: [unknown]))
        let turn = try await ModelChecks.turn(of: dialect.model(called), Conversations.question)
        #expect(turn.toolCalls.map(\.name) == ["drop_tables"], "the loop answers it; it is not this room's to judge")
        let large = String(repeating: "word ", count: 200_000)
        let body = dialect.whole(text: large, calls: [], stop: .finished)
        let server = try server(.response(headers: ["content-type": "application/json"], body))
        #expect(try await ModelChecks.turn(of: dialect.model(server), Conversations.question).text == large)
        let limits = ModelLimits(maximumAttempts: 1, answerBytes: 10_000)
        #expect(await failureCode(try dialect.model(server, limits: limits)) == .malformedAnswer)
        let endless = try self.server(.chunked([": ping\n\n" + String(repeating: "x", count: 20_000)]))
        #expect(await failureCode(try dialect.model(endless, limits: limits)) == .malformedAnswer)
    }

    @Test(arguments: Dialects.all.indices) func `a port where nobody listens is unreachable`(index: Int) async throws {
        let dialect = Dialects.all[index]
        let server = try server(LoopbackReply([.close]))
        let model = try dialect.model(server)
        server.stop()
        #expect(await failureCode(model) == .unreachable)
    }
}
