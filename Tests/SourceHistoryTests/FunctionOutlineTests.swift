import SourceHistory
import TestSupport
import Testing

struct FunctionOutlineTests {
    private func check(_ path: String, _ text: String, expecting expected: [String]) async throws {
        let scratch = try TemporaryRepository()
        let hash = try scratch.commit("One", files: [path: text])
        let repository = SourceRepository(path: scratch.path)
        let outline = try await repository.outline(of: path, at: repository.revision(hash))
        #expect(
            outline.functions.map { "\($0.qualifiedName) \($0.lines.lowerBound)-\($0.lines.upperBound)" } == expected)
    }

    @Test func `Python methods and functions are found with their ends`() async throws {
        try await check(
            "a.py",
            "class Cart:\n    def add(self, item):\n        self.items.append(item)\n\n\ndef total():\n    return 1\n",
            expecting: ["Cart.add 2-3", "total 6-7"])
    }

    @Test func `Java methods are found`() async throws {
        try await check(
            "Cart.java", "class Cart {\n  int total() {\n    return 1;\n  }\n  Cart() {\n  }\n}\n",
            expecting: ["Cart.total 2-4", "Cart.Cart 5-6"])
    }

    @Test func `Go methods carry their receiver`() async throws {
        try await check(
            "a.go", "package a\n\nfunc (c *Cart) Add(n int) error {\n\treturn nil\n}\n", expecting: ["a.Cart.Add 3-5"])
    }

    @Test func `TypeScript functions end at their brace`() async throws {
        try await check(
            "a.ts",
            "class Cart {\n  add(n: number) {\n    return '}'\n  }\n}\nexport const total = () => {\n  return 1\n}\n",
            expecting: ["Cart.add 2-4", "total 6-8"])
    }

    @Test func `Swift functions, initializers and extensions are found`() async throws {
        try await check(
            "a.swift",
            "struct Cart {\n    init() {}\n    public mutating func add(_ n: Int) {\n        items.append(n)\n    }\n}\n"
                + "extension Cart: Codable {\n    static func total() -> Int { 1 }\n}\n",
            expecting: ["Cart.init 2-2", "Cart.add 3-5", "Cart.total 8-8"])
    }
}
