import Foundation
import SpanSources

/// Recorded OTLP/HTTP request bodies with the deploys they came from (Examples/shop/record.py writes one).
struct Recording: Sendable {
    /// One build under load.
    struct Deploy: Sendable, Decodable {
        var name: String
        var version: String
        /// The git revision it was built from.
        var revision: String
        /// Seconds after the recording began.
        var startSeconds: Double
        var endSeconds: Double
    }

    /// One request body, as the SDK sent it.
    struct Body: Sendable {
        /// Seconds after the recording began at which it came.
        var atSeconds: Double
        var signal: ExportRequest.Signal
        /// `gzip` or empty.
        var encoding: String
        var bytes: [UInt8]
    }

    var deploys: [Deploy]
    /// By time.
    var bodies: [Body]
    /// When the recording began: nanoseconds since the Unix epoch.
    var startNanoseconds: Int64

    /// Reads `manifest.json` and `requests.bin` of a directory.
    ///
    /// - Throws: `CommandFailure` where they are missing or do not fit together.
    init(directory: String) throws {
        let base = URL(filePath: directory)
        guard let manifestData = try? Data(contentsOf: base.appending(path: "manifest.json")),
            let all = try? Data(contentsOf: base.appending(path: "requests.bin"))
        else {
            throw CommandFailure("no recording in \(directory): manifest.json and requests.bin belong there", code: 2)
        }
        let manifest: Manifest
        do {
            manifest = try JSONDecoder().decode(Manifest.self, from: manifestData)
        } catch {
            throw CommandFailure("\(directory)/manifest.json is not a recording's manifest: \(error)", code: 2)
        }
        guard let start = Int64(manifest.startUnixNano) else {
            throw CommandFailure("\(directory)/manifest.json: startUnixNano is not a number", code: 2)
        }
        deploys = manifest.deploys
        startNanoseconds = start
        bodies = try manifest.requests.map { entry in
            guard entry.offset >= 0, entry.length >= 0, entry.offset + entry.length <= all.count else {
                throw CommandFailure("\(directory)/requests.bin is shorter than its manifest says", code: 2)
            }
            return Body(
                atSeconds: entry.atSeconds, signal: entry.path == "/v1/logs" ? .logs : .traces,
                encoding: entry.encoding,
                bytes: [UInt8](all[entry.offset..<entry.offset + entry.length]))
        }
    }

    /// The deploy of a name.
    func deploy(_ name: String) -> Deploy? { deploys.first { $0.name == name } }

    /// The bodies that came while a deploy was under load.
    func bodies(of deploy: Deploy) -> [Body] {
        bodies.filter { $0.atSeconds >= deploy.startSeconds && $0.atSeconds < deploy.endSeconds + 0.001 }
    }

    private struct Manifest: Decodable {
        var startUnixNano: String
        var deploys: [Deploy]
        var requests: [Entry]

        struct Entry: Decodable {
            var atSeconds: Double
            var path: String
            var encoding: String
            var offset: Int
            var length: Int
        }
    }
}
