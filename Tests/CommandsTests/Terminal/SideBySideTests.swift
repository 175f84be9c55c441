import Testing

@testable import Commands

struct SideBySideTests {
    @Test func `both columns wrap and stay beside each other`() {
        var table = SideBySide(width: 53)
        table.add("title", "one two three four five", "short")
        table.add("x", "a", "0123456789012345678901234567")
        #expect(
            table.text == """
                title     one two three four   | short
                          five                 |
                x         a                    | 01234567890123456789
                                               | 01234567
                """)
    }
}
