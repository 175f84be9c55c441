import Glibc

/// Logarithms to base two.
enum Binary {
    static func logarithm(_ value: Double) -> Double { log2(value) }
}
