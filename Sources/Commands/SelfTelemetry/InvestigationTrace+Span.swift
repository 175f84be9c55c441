import Investigation
import JSONValues
import LanguageModels
import Telemetry

extension InvestigationTrace {
    /// One span of whyd's own, as OTLP/JSON writes it.
    struct Span {
        var name: String
        /// OTLP's numbers: 1 internal, 3 client.
        var kind: Int64 = 1
        var start = Timestamp(nanoseconds: 0)
        var end = Timestamp(nanoseconds: 0)
        var attributes: [String: JSONValue]
        /// `error.type`, where it failed.
        var error: String?

        /// One answer of a model, or that there was none.
        static func chat(_ model: ModelIdentity, usage: TokenUsage?, stop: ModelTurn.Stop?) -> Span {
            var span = Span(
                name: "chat \(model.model)", kind: model.provider == "rulebook" ? 1 : 3,
                attributes: [
                    "gen_ai.operation.name": "chat", "gen_ai.provider.name": .string(model.provider),
                    "gen_ai.request.model": .string(model.model),
                ])
            if let usage {
                span.attributes["gen_ai.usage.input_tokens"] = .integer(Int64(usage.input))
                span.attributes["gen_ai.usage.output_tokens"] = .integer(Int64(usage.output))
                span.attributes["gen_ai.usage.cache_read.input_tokens"] = .integer(Int64(usage.cacheRead))
                span.attributes["gen_ai.usage.cache_write.input_tokens"] = .integer(Int64(usage.cacheWrite))
            }
            if let stop { span.attributes["gen_ai.response.finish_reasons"] = .array([.string(stop.rawValue)]) }
            return span
        }

        /// One tool call.
        static func tool(_ returned: TranscriptEntry.Returned) -> Span {
            var span = Span(
                name: "execute_tool \(returned.result.name)",
                attributes: [
                    "gen_ai.operation.name": "execute_tool", "gen_ai.tool.name": .string(returned.result.name),
                    "gen_ai.tool.call.id": .string(returned.result.callID), "gen_ai.tool.type": "function",
                ])
            if let evidence = returned.evidence { span.attributes["whyd.evidence"] = .string("\(evidence)") }
            if returned.result.isError { span.error = "tool_failure" }
            return span
        }

        func json(_ traceID: String, id: String, parent: String?) -> JSONValue {
            var attributes = attributes
            if let error { attributes["error.type"] = .string(error) }
            var span: [String: JSONValue] = [
                "traceId": .string(traceID), "spanId": .string(id), "name": .string(name), "kind": .integer(kind),
                "startTimeUnixNano": .string("\(start.nanoseconds)"), "endTimeUnixNano": .string("\(end.nanoseconds)"),
                "attributes": Self.attributes(attributes), "status": error == nil ? [:] : ["code": 2],
            ]
            if let parent { span["parentSpanId"] = .string(parent) }
            return .object(span)
        }

        static func attributes(_ values: [String: JSONValue]) -> JSONValue {
            .array(
                values.sorted { $0.key < $1.key }.map { key, value in
                    ["key": .string(key), "value": wrapped(value)]
                })
        }

        private static func wrapped(_ value: JSONValue) -> JSONValue {
            switch value {
            case .integer(let number): ["intValue": .string("\(number)")]
            case .number(let number): ["doubleValue": .number(number)]
            case .boolean(let flag): ["boolValue": .boolean(flag)]
            case .array(let values): ["arrayValue": ["values": .array(values.map(wrapped))]]
            default: ["stringValue": .string(value.string ?? value.text)]
            }
        }
    }
}
