import JSONValues
import Testing

@testable import ToolKit

struct ToolWordsTests {
    @Test func `words end where the schema begins`() throws {
        let words = try ToolWords(
            markdown: """
                Counts things.

                ```json
                {"type": "object", "properties": {"limit": {"type": "integer"}}}
                ```
                """)
        #expect(words.description == "Counts things.")
        #expect(words.inputSchema["properties"]?["limit"]?["type"] == "integer")
    }

    @Test func `a schema names the place of what does not fit`() throws {
        let schema = try JSONSchema(["type": "object", "properties": ["limit": ["type": "integer"]]])
        #expect(schema.violations(of: ["limit": 3]).isEmpty)
        #expect(schema.violations(of: ["limit": "many"]).first?.description.contains("limit") == true)
    }
}
