import JSONValues
import LanguageModels
import Synchronization
import Telemetry
import TestSupport
import Testing
import ToolKit

@testable import Investigation

struct LoopTests {
    @Test func `a good run ends in a confirmed report with every claim verified`() async throws {
        let recorder = InMemoryRecorder()
        let report = try await Shop.investigator([ScriptedModel(Shop.goodScript)], recorder: recorder)
            .investigate(Shop.plan())
        #expect(report.title == "Build 1.5.0 of cart made GET /cart slow")
        #expect(report.notes == [])
        #expect(report.verificationSentence == "1 of 1 claims verified")
        #expect(report.cause?.isEstablished == true, "\(report.cause?.objections ?? [])")
        #expect(report.confidence == .confirmed)
        #expect(report.suspects.map(\.isVerified) == [true])
        #expect(report.hypotheses.map(\.id) == ["H1", "H2", "H3"])
        #expect(report.making.models == ["scripted/script"])
        #expect(report.making.steps == 3)
        #expect(report.making.cachedTokens == 5000)
        let kept = recorder.now
        #expect(kept.evidence["i1"]?.map(\.id.description) == ["E1", "E2", "E3"])
        #expect(kept.reports["i1"]?.map(\.isFinal) == [false, true])
        #expect(kept.reports["i1"]?.first?.report.verificationSentence == "1 of 1 claims verified")
    }

    @Test func `the prefix of the conversation stays the same byte by byte`() async throws {
        let model = ScriptedModel(Shop.goodScript)
        _ = try await Shop.investigator([model]).investigate(Shop.plan())
        let requests = model.requests
        #expect(requests.count == 3)
        #expect(Set(requests.map(\.system)).count == 1)
        #expect(Set(requests.map(\.tools)).count == 1)
        #expect(requests[0].tools.map(\.name.text) == requests[0].tools.map(\.name.text).sorted())
        for (earlier, later) in zip(requests, requests.dropFirst()) {
            #expect(Array(later.messages.prefix(earlier.messages.count)) == earlier.messages)
        }
    }

    @Test func `results come back in call order with evidence ids and what is left`() async throws {
        let model = ScriptedModel(Shop.goodScript)
        _ = try await Shop.investigator([model]).investigate(Shop.plan())
        guard case .toolResults(let results) = model.requests[1].messages.last else {
            Issue.record("no results")
            return
        }
        #expect(results.map(\.callID) == ["a", "b"])
        let first = try JSONValue(parsing: results[0].content)
        #expect(first["evidence"]?.string == "E2")
        #expect(first["budget"]?["steps_left"]?.integer == 29)
        #expect(try JSONValue(parsing: results[1].content)["evidence"]?.string == "E3")
    }

    @Test func `a duplicate call returns the stored result and does not run again`() async throws {
        let count = Mutex(0)
        let counting = Shop.tool("query_spans") { _ in
            count.withLock { $0 += 1 }
            return Shop.builds
        }
        let model = ScriptedModel([
            .calls(Shop.call("query_spans", ["a": 1, "b": 2])), .calls(Shop.call("query_spans", ["b": 2, "a": 1])),
            .calls(Shop.call("hypotheses", Shop.ledger)), .text("done"), .text("done"),
        ])
        let recorder = InMemoryRecorder()
        _ = try await Shop.investigator([model], recorder: recorder, registry: Shop.registry([counting]))
            .investigate(Shop.plan())
        #expect(count.withLock { $0 } == 1)
        #expect(recorder.now.evidence["i1"]?.count == 2)
        guard
            case .toolResults(let results) = model.requests[2].messages.last(where: {
                if case .toolResults = $0 { true } else { false }
            })
        else { return }
        #expect(results[0].content.contains("the same call as E2"))
    }

    @Test func `a false claim goes back twice and is then dropped`() async throws {
        var members = try #require(Shop.submission.object)
        members["claims"] = [
            [
                "text": "The p99 of build 1.5.0 of cart is 999 ms", "kind": "observed",
                "citations": [
                    ["evidence": "E2", "section": "groups", "row": ["build": "1.5.0"], "column": "p99", "value": 999]
                ],
            ]
        ]
        let wrong = JSONValue.object(members)
        let model = ScriptedModel([
            Shop.goodScript[0], Shop.goodScript[1], .calls(Shop.call("submit_report", wrong)),
            .calls(Shop.call("submit_report", wrong)), .calls(Shop.call("submit_report", wrong)),
        ])
        let report = try await Shop.investigator([model]).investigate(Shop.plan())
        #expect(model.requests.count == 5)
        #expect(report.claims.isEmpty)
        #expect(report.cause == nil)
        #expect(report.confidence == .inconclusive)
        #expect(report.notes.contains { $0.hasPrefix("Dropped: ") && $0.contains("851") })
    }

    @Test func `a report is not accepted before the ledger's rules are kept`() async throws {
        let model = ScriptedModel([
            Shop.goodScript[0], .calls(Shop.call("submit_report", Shop.submission)), Shop.goodScript[1],
            Shop.goodScript[2],
        ])
        let report = try await Shop.investigator([model]).investigate(Shop.plan())
        #expect(report.confidence == .confirmed)
        guard case .toolResults(let results) = model.requests[2].messages.last else { return }
        #expect(results[0].isError)
        #expect(results[0].content.contains("no_fault"))
    }

    @Test func `a model that only talks is asked once and then its text is taken`() async throws {
        let model = ScriptedModel([.text("It is the network."), .text("Really."), .text("The network, I said.")])
        let report = try await Shop.investigator([model]).investigate(Shop.plan())
        #expect(report.title == "GET /cart of cart is slow")
        #expect(report.notes.contains { $0.contains("The network, I said.") })
        #expect(model.requests.last?.mayCallTools == false)
    }

    @Test func `a last answer that is the report as JSON text is taken and checked`() async throws {
        let text = "Here it is:\n```json\n\(Shop.submission.prettyText)\n```"
        let model = ScriptedModel([Shop.goodScript[0], .text(text)])
        let report = try await Shop.investigator([model]).investigate(Shop.plan())
        #expect(report.title == "Build 1.5.0 of cart made GET /cart slow")
        #expect(report.verifiedClaims == 1)
        #expect(report.confidence == .likely)
    }

    @Test func `unknown tools, wrong arguments and failing tools are errors the model reads`() async throws {
        let failing = Shop.tool("get_trace") { _ throws(ToolFailure) in
            throw ToolFailure(.notFound, "no trace 1f", hint: "ids have 32 digits")
        }
        let model = ScriptedModel([
            .calls(
                Shop.call("query_span", id: "1"), Shop.call("get_trace", id: "2"),
                ToolCall(id: "3", name: "query_spans", arguments: .null, invalidArguments: "{\"a\":"),
                Shop.call("submit_report", ["title": 3], id: "4")),
            .text("x"), .text("y"), .text("z"),
        ])
        _ = try await Shop.investigator([model], registry: Shop.registry([failing])).investigate(Shop.plan())
        guard case .toolResults(let results) = model.requests[1].messages.last else { return }
        #expect(results.map(\.isError) == [true, true, true, true])
        #expect(results[0].content.contains("did you mean query_spans?"))
        #expect(results[1].content.contains("ids have 32 digits"))
        #expect(results[2].content.contains("not JSON"))
        #expect(results[3].content.contains("title: expected string"))
    }

    @Test func `a failing model hands over to the next, and without any the dossier is the report`() async throws {
        let broken = ScriptedModel(
            [.failure(ModelFailure(.overloaded, "529"))], identity: ModelIdentity(provider: "anthropic", model: "a"))
        let good = ScriptedModel(Shop.goodScript)
        let report = try await Shop.investigator([broken, good]).investigate(Shop.plan())
        #expect(report.confidence == .confirmed)
        #expect(report.making.models == ["scripted/script"])

        let alone = try await Shop.investigator([broken]).investigate(Shop.plan(id: "i2"))
        #expect(alone.title == "GET /cart of cart is slow")
        #expect(alone.notes.contains { $0.contains("no model answered") })
        #expect(alone.verifiedClaims == 1)
    }

    @Test func `refusals and empty answers turn to the next model and stay out of its conversation`() async throws {
        let refusing = ScriptedModel(
            [.turn(ModelTurn(blocks: [.text("I cannot help.")], stop: .refused))],
            identity: ModelIdentity(provider: "openai", model: "b"))
        let empty = ScriptedModel(
            [.turn(ModelTurn(blocks: [], stop: .finished))], identity: ModelIdentity(provider: "openai", model: "c"))
        let good = ScriptedModel(Shop.goodScript)
        let report = try await Shop.investigator([refusing, empty, good]).investigate(Shop.plan())
        #expect(report.confidence == .confirmed)
        #expect(good.requests[0].messages.count == 1)
    }
}
