/// Values end to end in memory of its own, without a reference count or copy on write: what the hot loops of ingest
/// append to.
///
/// It handles memory by hand so that they need not. Places are checked in debug builds only: whoever reads or writes
/// one knows that it lies below `count`. Public because the compiler inlines nothing of a lower access into another
/// module, and calls instead of inlined code make ingest take twice as long.
public struct GrowableBuffer<Element: ~Copyable>: ~Copyable {
    @usableFromInline var base: UnsafeMutablePointer<Element>
    @usableFromInline var capacity: Int
    /// How many values there are.
    public var count: Int { @inlinable @inline(__always) get { filled } }
    @usableFromInline var filled = 0

    /// An empty buffer.
    @inlinable
    public init() {
        base = UnsafeMutablePointer<Element>.allocate(capacity: 0)
        capacity = 0
    }

    @inlinable
    deinit {
        base.deinitialize(count: filled)
        base.deallocate()
    }

    /// The value at a place below `count`.
    @inlinable
    public subscript(place: Int) -> Element {
        @inline(__always) _read {
            assert(place >= 0 && place < filled)
            yield base[place]
        }
        @inline(__always) _modify {
            assert(place >= 0 && place < filled)
            yield &base[place]
        }
    }

    @inlinable @inline(__always)
    public mutating func append(_ value: consuming Element) {
        if filled == capacity { grow(toHold: filled &+ 1) }
        (base + filled).initialize(to: value)
        filled &+= 1
    }

    @inlinable @inline(never)
    mutating func grow(toHold needed: Int) {
        let larger = max(16, needed, capacity * 2)
        let moved = UnsafeMutablePointer<Element>.allocate(capacity: larger)
        moved.moveInitialize(from: base, count: filled)
        base.deallocate()
        base = moved
        capacity = larger
    }
}

extension GrowableBuffer where Element: BitwiseCopyable {
    /// A buffer of equal values.
    @inlinable
    public init(repeating value: Element, count: Int) {
        self.init()
        append(repeating: value, count: count)
    }

    /// The values; valid until the buffer changes or ends.
    @inlinable @inline(__always)
    public var elements: UnsafeBufferPointer<Element> { UnsafeBufferPointer(start: base, count: filled) }

    /// A copy of the values.
    @inlinable
    public var array: [Element] { Array(elements) }

    /// Forgets the values and keeps the memory.
    @inlinable @inline(__always)
    public mutating func removeAll() { filled = 0 }

    @inlinable
    public mutating func append(contentsOf values: UnsafeBufferPointer<Element>) {
        guard let source = values.baseAddress, !values.isEmpty else { return }
        if filled &+ values.count > capacity { grow(toHold: filled &+ values.count) }
        (base + filled).update(from: source, count: values.count)
        filled &+= values.count
    }

    @inlinable
    public mutating func append(repeating value: Element, count: Int) {
        if filled &+ count > capacity { grow(toHold: filled &+ count) }
        (base + filled).update(repeating: value, count: count)
        filled &+= count
    }
}
