import Testing

@testable import SpanStore

/// A resent span must be known; one whose commit failed must not be.
struct DedupWindowTests {
    @Test func `what was taken and then forgotten is new again`() {
        var window = DedupWindow(capacity: 100)
        #expect(window.take([1, 2, 0, 2]) == [3])
        #expect(window.take([2, 3]) == [0])
        window.forgetTaken()
        #expect(window.take([0, 1, 2, 3]).isEmpty)
        window.keepTaken()
        #expect(window.take([5, 3, 0, 6]) == [1, 2])
        window.keepTaken()
        // A generation later they are still known, two generations later no more.
        #expect(window.take((100..<145).map { $0 }).isEmpty)
        window.keepTaken()
        #expect(window.take([1, 2, 5]) == [0, 1, 2])
        #expect(window.take((200..<350).map { $0 }).isEmpty)
        window.keepTaken()
        #expect(window.take([1, 2, 5]).isEmpty)
    }
}
