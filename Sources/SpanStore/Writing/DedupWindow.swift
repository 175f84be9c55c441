/// The newest spans by a 64-bit hash of their ids; tells a resent span from a new one.
///
/// Two generations of open-addressing sets: when the young one is full it becomes the old one. So between
/// `capacity / 2` and `capacity` of the newest spans are known.
struct DedupWindow {
    private var young: HashSet64
    private var old: HashSet64
    private let half: Int

    init(capacity: Int) {
        half = max(1, capacity / 2)
        young = HashSet64(capacity: half)
        old = HashSet64(capacity: 1)
    }

    /// Whether the span was seen.
    func contains(_ hash: UInt64) -> Bool { young.contains(hash) || old.contains(hash) }

    /// Remembers a span.
    mutating func insert(_ hash: UInt64) {
        if young.count >= half {
            old = young
            young = HashSet64(capacity: half)
        }
        _ = young.insert(hash)
    }
}
