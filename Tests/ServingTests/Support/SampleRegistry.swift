import JSONValues
import Telemetry
import ToolKit

let sampleToolContext = ToolContext(
    window: TimeRange(start: sampleTime, end: sampleTime + .seconds(60)),
    baseline: TimeRange(start: sampleTime, end: sampleTime + .seconds(60)), now: sampleTime)

/// A tool that adds and a tool that fails.
let sampleRegistry = ToolRegistry([
    AnyTool(
        definition: ToolDefinition(
            name: "add_numbers",
            words: ToolWords(
                description: "Adds.",
                inputSchema: [
                    "type": "object", "properties": ["a": ["type": "integer"], "b": ["type": "integer"]],
                    "required": ["a", "b"],
                ]))
    ) { (arguments: JSONValue, _: ToolContext) async throws(ToolFailure) -> ToolOutput in
        let sum = (arguments["a"]?.integer ?? 0) + (arguments["b"]?.integer ?? 0)
        return ToolOutput(summary: "the sum is \(sum)", backend: "arithmetic")
    },
    AnyTool(
        definition: ToolDefinition(
            name: "fail", words: ToolWords(description: "Fails.", inputSchema: ["type": "object"]))
    ) { (_: JSONValue, _: ToolContext) async throws(ToolFailure) -> ToolOutput in
        throw ToolFailure(.notFound, "no such trace")
    },
])
