import Foundation
import OTLP
import SpanSources
import Telemetry
import TestSupport

/// A folder in nezha's layout: a small system of three services, fault-free minutes and two faulty ones.
struct SmallSystem {
    let folder: URL
    private static let services = ["web", "orders", "stock"]

    /// Writes minutes `S-0`, `S-1` and so on, recorded from 2022-04-15T05:20:00Z on, and after them `S-orders` and `S-stock`.
    init(quiet: Int = 4) throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "whyd-small-\(UUID().uuidString)")
        try FileManager.default.createDirectory(
            at: folder.appending(path: "minutes"), withIntermediateDirectories: true)
        for minute in 0..<quiet { try write("S-\(minute)", number: minute) }
        try write("S-orders", number: quiet, slow: "orders")
        try write("S-stock", number: quiet + 1, slow: "stock")
    }

    func remove() { try? FileManager.default.removeItem(at: folder) }

    /// Writes `cases.json`.
    func write(cases: [String]) throws {
        try Data("[\(cases.joined(separator: ", "))]".utf8).write(to: folder.appending(path: "cases.json"))
    }

    /// A case as `cases.json` holds it; what may be left out is.
    static func entry(
        _ service: String, baseline: [Int] = [0, 1, 2, 3], fault: String? = nil, injected: String? = nil
    ) -> String {
        let minutes = baseline.map { "\"S-\($0)\"" }.joined(separator: ", ")
        let time = injected.map { "\"inject_time\": \"\($0)\", " } ?? ""
        return """
            {"id": "slow-\(service)", "system": "S", \(time)"baseline": [\(minutes)], \
            "fault": ["\(fault ?? "S-\(service)")"], "truth": {"service": "\(service)", "fault": "cpu_contention"}}
            """
    }

    /// Thirty requests, each through all services.
    private func write(_ name: String, number: Int, slow: String? = nil) throws {
        var spans: [TestSpan] = []
        for request in 0..<30 {
            let start = 1_650_000_000_000.0 + Double(number) * 60_000 + Double(request) * 1900
            for (depth, service) in Self.services.enumerated() {
                let isSlow = slow.flatMap(Self.services.firstIndex).map { $0 >= depth } ?? false
                spans.append(
                    TestSpan(
                        trace: UInt64(number * 100 + request + 1), id: UInt64(depth + 1), parent: UInt64(depth),
                        start: start + Double(depth) * 2,
                        duration: 30 - Double(depth) * 8 + Double(request % 5) + (isSlow ? 300 : 0), service: service,
                        name: "\(service) work"))
            }
        }
        var batch = TelemetryBatch()
        batch.spans = SpanBatch(spans)
        let body = StoredGzip.wrapped(OTLPEncoder.traces(batch).body)
        try Data(body).write(to: folder.appending(path: "minutes/\(name).traces.pb.gz"))
    }
}
