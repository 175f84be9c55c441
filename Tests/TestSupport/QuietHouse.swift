/// The configuration of a daemon that a test starts: free ports, and no detectors that open cases by themselves.
public enum QuietHouse {
    /// The text of its `whyd.yaml`.
    ///
    /// - Parameters:
    ///   - data: where it keeps its files.
    ///   - more: further sections.
    public static func configuration(data: String, _ more: String = "") -> String {
        """
        data: \(data)
        listen:
          otlp_http: 0
          otlp_grpc: 0
          web: 0
        detection:
          enabled: false
        \(more)
        """
    }
}
