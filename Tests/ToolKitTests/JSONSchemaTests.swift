import JSONValues
import Testing
import ToolKit

struct JSONSchemaTests {
    private static let schema: JSONValue = [
        "type": "object",
        "$defs": ["op": ["enum": ["=", "!=", ">="]]],
        "properties": [
            "limit": ["type": "integer", "minimum": 1, "maximum": 100],
            "group_by": ["type": "array", "maxItems": 2, "items": ["type": "string", "minLength": 1]],
            "order": ["enum": ["ascending", "descending"]],
            "filter": [
                "type": "array",
                "items": [
                    "type": "object", "properties": ["op": ["$ref": "#/$defs/op"], "field": ["type": "string"]],
                    "required": ["op", "field"], "additionalProperties": false,
                ],
            ],
            "time": ["anyOf": [["type": "string"], ["type": "integer"]]],
        ],
        "required": ["limit"],
        "additionalProperties": false,
    ]

    private func check(_ value: JSONValue, expecting: [String], line: Int = #line) throws {
        let violations = try JSONSchema(Self.schema).violations(of: value).map(\.description)
        #expect(
            violations == expecting,
            sourceLocation: SourceLocation(fileID: #fileID, filePath: #filePath, line: line, column: 1))
    }

    @Test func `what fits is accepted`() throws {
        try check(["limit": 3], expecting: [])
        try check(["limit": 3.0, "group_by": ["a"], "order": "ascending", "time": 5], expecting: [])
        try check(["limit": 1, "filter": [["op": ">=", "field": "duration"]], "time": "now"], expecting: [])
    }

    @Test func `a wrong type names path, expected and got`() throws {
        try check(["limit": "3"], expecting: ["limit: expected integer, got string \"3\""])
        try check(["limit": 1, "group_by": [1]], expecting: ["group_by[0]: expected string, got number 1"])
        try check([1], expecting: ["expected object, got array [1]"])
        try check(["limit": nil], expecting: ["limit: expected integer, got null"])
    }

    @Test func `an unknown name suggests the nearest`() throws {
        try check(
            ["limit": 1, "groupby": ["a"]],
            expecting: [
                "groupby: is not a known name; did you mean group_by? Known: filter, group_by, limit, order, time"
            ])
        try check(
            ["limit": 1, "order": "descnding"],
            expecting: [
                "order: expected one of ascending, descending, got string \"descnding\"; did you mean descending?"
            ])
    }

    @Test func `bounds and required names are checked`() throws {
        try check([:], expecting: ["'limit' (integer) is missing"])
        try check(["limit": 0], expecting: ["limit: expected at least 1, got 0"])
        try check(
            ["limit": 1, "group_by": ["a", "b", "c"]], expecting: ["group_by: expected at most 2 elements, got 3"])
        try check(["limit": 1, "group_by": [""]], expecting: ["group_by[0]: expected at least 1 characters, got 0"])
        try check(
            ["limit": 1, "filter": [["op": "~", "field": "x"]]],
            expecting: ["filter[0].op: expected one of =, !=, >=, got string \"~\""])
        try check(["limit": 1, "time": true], expecting: ["time: expected string, got boolean true"])
    }

    @Test func `deep values and broken schemas end in errors`() throws {
        var deep: JSONValue = 1
        for _ in 0..<200 { deep = [deep] }
        let list = try JSONSchema(["$defs": ["l": ["items": ["$ref": "#/$defs/l"]]], "$ref": "#/$defs/l"])
        #expect(list.violations(of: deep).map(\.message) == ["is nested too deeply"])
        #expect(throws: SchemaError.self) { try JSONSchema(["type": "strin"]) }
        #expect(throws: SchemaError.self) { try JSONSchema(["$ref": "http://elsewhere/schema"]) }
        #expect(throws: SchemaError.self) { try JSONSchema(3) }
    }
}
