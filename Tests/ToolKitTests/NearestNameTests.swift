import Testing
import ToolKit

struct NearestNameTests {
    @Test func `a near miss is named, nonsense is not`() {
        #expect(NearestName.of("listen.wen", in: ["listen.web", "log.level"]) == "listen.web")
        #expect(NearestName.of("zzzzzz", in: ["listen.web", "log.level"]) == nil)
    }
}
