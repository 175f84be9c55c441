import Glibc

/// Okapi BM25 over a small collection of documents.
struct BestMatch {
    private let documents: [[String: Int]]
    private let lengths: [Double]
    private let documentCounts: [String: Int]
    /// Saturation of repeated words, and how much long documents are held back.
    private let saturation = 1.2
    private let lengthWeight = 0.75

    init(_ texts: [[String]]) {
        documents = texts.map { $0.reduce(into: [:]) { $0[$1, default: 0] += 1 } }
        lengths = texts.map { Double($0.count) }
        documentCounts = documents.reduce(into: [:]) { counts, document in
            for word in document.keys { counts[word, default: 0] += 1 }
        }
    }

    /// The score of each document, and the words that made most of it.
    func scores(_ query: [String]) -> [(score: Double, words: [String])] {
        let mean = max(1, lengths.reduce(0, +) / Double(max(1, lengths.count)))
        let words = Set(query)
        return documents.indices.map { index in
            var parts: [(String, Double)] = []
            for word in words {
                guard let count = documents[index][word].map(Double.init) else { continue }
                let held = saturation * (1 - lengthWeight + lengthWeight * lengths[index] / mean)
                parts.append((word, rarity(word) * count * (saturation + 1) / (count + held)))
            }
            parts.sort { ($1.1, $0.0) < ($0.1, $1.0) }
            return (parts.reduce(0) { $0 + $1.1 }, parts.prefix(4).map(\.0))
        }
    }

    private func rarity(_ word: String) -> Double {
        let (all, with) = (Double(documents.count), Double(documentCounts[word] ?? 0))
        return log(1 + (all - with + 0.5) / (with + 0.5))
    }
}
