/// The newest spans by a 64-bit hash of their ids; tells a resent span from a new one.
///
/// Two generations of open-addressing sets: when the young one is full it becomes the old one. So between
/// `capacity / 2` and `capacity` of the newest spans are known. Spans that are taken wait apart until it is certain
/// that they are kept.
struct DedupWindow {
    private var young: HashSet64
    private var old: HashSet64
    private let half: Int
    private var taken: [UInt64] = []
    private var takenSet = HashSet64(capacity: 1)

    init(capacity: Int) {
        half = max(1, capacity / 2)
        young = HashSet64(capacity: half)
        old = HashSet64(capacity: 1)
    }

    /// Takes spans (or log requests) in.
    ///
    /// - Returns: The positions of those seen before, here or earlier in the same list; they are not taken.
    mutating func take(_ hashes: [UInt64]) -> [Int] {
        if taken.isEmpty { takenSet = HashSet64(capacity: hashes.count * 2) }
        var known = young.places(of: hashes, inThisOr: old)
        var next = 0
        var repeated: [Int] = []
        for position in hashes.indices {
            if next < known.count, known[next] == position {
                next &+= 1
            } else if takenSet.insert(hashes[position]) {
                taken.append(hashes[position])
            } else {
                repeated.append(position)
            }
        }
        if !repeated.isEmpty { known = (known + repeated).sorted() }
        return known
    }

    /// Remembers what was taken.
    mutating func keepTaken() {
        for hash in taken { insert(hash) }
        forgetTaken()
    }

    /// Forgets what was taken, as if it had never come.
    mutating func forgetTaken() {
        taken.removeAll(keepingCapacity: true)
    }

    /// Remembers a span.
    mutating func insert(_ hash: UInt64) {
        if young.count >= half {
            old = young
            young = HashSet64(capacity: half)
        }
        _ = young.insert(hash)
    }
}
