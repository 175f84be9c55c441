/// Causes that no commit brings: said by error messages, or seen as a surge of traffic.
public enum ExternalCause {
    /// Texts of messages that name a cause outside the code.
    static let marks = [
        "certificate has expired": "an expired certificate", "x509": "a certificate that is not accepted",
        "shedding load": "more load than there is capacity", "no space left": "a full disk",
        "quota exceeded": "an exhausted quota", "nxdomain": "a name that does not resolve",
        "no such host": "a name that does not resolve", "spot instance": "a machine that was taken away",
        "node not ready": "a machine that failed", "availability zone": "a failing zone",
    ]

    /// The cause that words name; nil where they name none.
    public static func named(in symptom: String) -> String? {
        let text = symptom.lowercased()
        return marks.filter { text.contains($0.key) }.map(\.value).sorted().first
    }

    /// Whether a rate of requests is now far above what it was.
    ///
    /// - Parameter rates: in order of time; the first half says what is usual, the last three points what is now.
    public static func isSurge(_ rates: [Double]) -> Bool {
        guard rates.count >= 8, let usual = Quantile.of(Array(rates.prefix(rates.count / 2)), 0.5), usual > 0 else {
            return false
        }
        return rates.suffix(3).reduce(0, +) / 3 > 1.8 * usual
    }
}
