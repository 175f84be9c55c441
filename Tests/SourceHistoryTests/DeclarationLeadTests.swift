import SourceHistory
import TestSupport
import Testing

/// Which lines above a function are its own, in the ways languages write routes.
@Suite(.enabled(if: SourceRepository.hasTags))
struct DeclarationLeadTests {
    private static let python = """
        @app.route("/cart")
        def cart():
            return "/cart/own"
        def helper():
            return 1
        @app.post(
            "/orders",
            tags=["(", "b"],
        )
        # Orders are paid at once.
        async def order():
            pass
        queue.bind("/refunds", cart)
        def refund():
            return None
        """
    private static let java = """
        class Shop {
          @Value("/tmp") private String folder;
          String label() { return "/label"; }
          @GetMapping(value = {"/cart", "/basket"})
          @Timed
          public ResponseEntity<Cart>
          cart() {
            return null;
          }
          private static final String LAST = "/last";
          void clean() {
          }
        }
        """
    private static let typeScript = """
        router.get("/cart", cart)
        function order(request) {
          return "/order"
        }
        router.get("/order", order)
        export const cart = (request) => {
          return "/x"
        }
        class Api {
          @Get("/users/:id")
          user(id: string) {
            return id
          }
          list() {
            return []
          }
        }
        """
    private static let go = """
        package main

        func routes() {
        	http.HandleFunc("/cart", cart)
        }
        // cart shows what is in it, unlike "/order".
        // @Router /cart [get]
        func cart(w http.ResponseWriter, r *http.Request) {
        }
        var orders = "/orders"
        func order() {
        }
        """
    private static let swift = """
        struct Shop {
            func cart() -> String { "/cart" }
            func order() -> String {
                "/order"
            }
            @Route("/refund")
            func refund() {
            }
        }
        """
    private static let kotlin = """
        class Shop {
          @Value("/tmp") private val folder: String
          fun label() = "/label"
          @Inject
          lateinit var repository: Repository
          fun list() = repository.list()
          @Value(
            "/tmp"
          ) val other: String
          fun clear() {
          }
          @GetMapping("/cart") // Shows it: all of it.
          @Timed(name = "cart") suspend
          fun cart(): Cart {
          }
        }
        """
    private static let angular = """
        class Cart {
          @Input() name: string
          show() {
          }
          @Input({ required: true })
          total: number
          change() {
          }
          @Input({
            required: true,
          }) id: string;
          load() {
          }
          @HostListener("window:resize", ["$event"])
          resize(event) {
          }
        }
        """
    private static let others: [(String, String, String, String)] = [
        (
            "Shop.cs", "class Shop {\n  string a = \"/a\";\n  [HttpGet(\"/cart\")]\n  public int Cart() {\n  }\n}\n",
            "Cart", "[HttpGet(\"/cart\")]"
        ),
        ("shop.rs", "const A: &str = \"/a\";\n#[get(\"/cart\")]\nfn cart() {\n}\n", "cart", "#[get(\"/cart\")]"),
        (
            "shop.php", "<?php\n$a = '/a';\n/**\n * @Route('/cart')\n */\nfunction cart() {\n}\n", "cart",
            "* @Route('/cart')"
        ),
        (
            "Shop.swift", "struct Shop {\n  @State var count: Int\n  @MainActor public\n  func cart() {\n  }\n}\n",
            "cart",
            "@MainActor public"
        ),
        ("shop.cc", "[[nodiscard]] std::string\ncart() {\n}\n", "cart", "[[nodiscard]] std::string"),
        ("shop.py", "@dataclass\nclass Shop:\n    def cart(self):\n        pass\n", "cart", "def cart(self):"),
        ("shop.py", "A = \"/a\"\ndef cart():\n    pass\n", "cart", "def cart():"),
    ]

    static let cases: [(String, String, String, String)] =
        [
            ("shop.py", python, "cart", "@app.route(\"/cart\")"), ("shop.py", python, "helper", "def helper():"),
            ("shop.py", python, "order", "@app.post("), ("shop.py", python, "refund", "def refund():"),
            ("Shop.java", java, "label", "String label() { return \"/label\"; }"),
            ("Shop.java", java, "cart", "@GetMapping(value = {\"/cart\", \"/basket\"})"),
            ("Shop.java", java, "clean", "void clean() {"),
            ("shop.ts", typeScript, "order", "function order(request) {"),
            ("shop.ts", typeScript, "cart", "export const cart = (request) => {"),
            ("shop.ts", typeScript, "user", "@Get(\"/users/:id\")"), ("shop.ts", typeScript, "list", "list() {"),
            ("Shop.kt", kotlin, "label", "fun label() = \"/label\""),
            ("Shop.kt", kotlin, "list", "fun list() = repository.list()"),
            ("Shop.kt", kotlin, "clear", "fun clear() {"),
            ("Shop.kt", kotlin, "cart", "@GetMapping(\"/cart\") // Shows it: all of it."),
            ("cart.ts", angular, "show", "show() {"), ("cart.ts", angular, "change", "change() {"),
            ("cart.ts", angular, "load", "load() {"),
            ("cart.ts", angular, "resize", "@HostListener(\"window:resize\", [\"$event\"])"),
            ("shop.go", go, "cart", "// @Router /cart [get]"), ("shop.go", go, "order", "func order() {"),
            ("Shop.swift", swift, "order", "func order() -> String {"),
            ("Shop.swift", swift, "refund", "@Route(\"/refund\")"),
        ] + others

    @Test(arguments: cases)
    func `a function begins with its own decorators, not with what stands above`(
        _ path: String, _ text: String, _ name: String, _ first: String
    ) async throws {
        let scratch = try TemporaryRepository()
        let hash = try scratch.commit("One", files: [path: text])
        let repository = SourceRepository(path: scratch.path)
        let function = try await repository.function(name, in: path, at: repository.revision(hash))
        let line = try #require(function.text.first)
        #expect(line.drop(while: \.isWhitespace) == first[...])
    }
}
