public import Foundation
import Investigation
import JSONValues
import OTLP
public import SpanSources
import Telemetry
import ToolKit

/// Writes a case of a daemon's own as a folder that `whyd eval` runs, masked so that it can be given away.
///
/// Trace and span ids are replaced, and what looks like a secret or like personal data - by its shape or by the name of its
/// attribute - becomes a pseudonym that is the same wherever the value stands. Names of services and operations stay.
public struct CaseExport: Sendable {
    private let redactor: Redactor
    private let renaming: Renaming

    /// Makes an export.
    ///
    /// - Parameter key: secret and new for every export; without it no pseudonym can be tested against a guess.
    public init(key: String) {
        redactor = Redactor(key: Array(key.utf8))
        renaming = Renaming(salt: UInt64(ContentHash.sha256(key).prefix(16), radix: 16) ?? 0, keepsNames: true)
    }

    /// Reads the telemetry of a case and writes its folder, which must not exist yet.
    ///
    /// - Returns: how many spans and how many log records were written.
    /// - Throws: `EvaluationError` where the folder cannot be written or there is nothing to write.
    public func write(
        _ exported: ExportedCase, _ truth: ExportedCase.Truth, from source: any SpanSource, to folder: URL
    ) async throws -> (spans: Int, records: Int) {
        guard !FileManager.default.fileExists(atPath: folder.path) else {
            throw EvaluationError(.store, "\(folder.path) exists", hint: "name another folder")
        }
        let range = TimeRange(start: exported.baseline.start, end: exported.window.end)
        let rows = RowSelection(range: range, attributes: .all, order: .oldestFirst, limit: 2_000_000)
        var telemetry = TelemetryBatch()
        telemetry.spans = try await source.spans(rows)
        telemetry.events = try await source.events(rows)
        guard telemetry.spans.count > 0 else {
            throw EvaluationError(
                .nothingFound, "the store holds no span of \(range)",
                hint: "spans are kept for a limited time; see 'spans' in whyd.yaml")
        }
        telemetry = renaming.renamed(masked(telemetry))
        do {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            try write(masked(exported), .question, folder)
            try write(truth, .truth, folder)
            try Data(OTLPEncoder.traces(telemetry).body).write(to: ExportedCase.File.traces.url(in: folder))
            try Data(OTLPEncoder.logs(telemetry.events).body).write(to: ExportedCase.File.logs.url(in: folder))
        } catch {
            throw EvaluationError(.store, "\(folder.path) cannot be written: \(error)")
        }
        return (telemetry.spans.count, telemetry.events.sources.count { $0 == .log })
    }

    private func write(_ value: some Encodable, _ file: ExportedCase.File, _ folder: URL) throws {
        let text = try JSONValue(encoding: value).prettyText + "\n"
        try Data(text.utf8).write(to: file.url(in: folder))
    }

    private func masked(_ exported: ExportedCase) -> ExportedCase {
        var result = exported
        result.question = redactor.redact(exported.question)
        for place in result.signals.indices {
            result.signals[place].summary = redactor.redact(result.signals[place].summary)
        }
        return result
    }

    private func masked(_ telemetry: TelemetryBatch) -> TelemetryBatch {
        var result = telemetry
        mask(&result.spans.names)
        mask(&result.spans.statusMessages)
        mask(&result.events.names)
        mask(&result.events.bodies)
        result.spans.attributes = telemetry.spans.attributes.map(masked)
        result.events.attributes = telemetry.events.attributes.map(masked)
        return result
    }

    private func mask(_ column: inout StringColumn) {
        column.dictionary = column.dictionary.map { redactor.redact($0) }
    }

    private func masked(_ column: AttributeColumn) -> AttributeColumn {
        guard !Self.kept.contains(column.name.key) else { return column }
        func text(_ value: String) -> String {
            guard case .object(let members) = redactor.redact(.object([column.name.key: .string(value)])) else {
                return value
            }
            return members[column.name.key]?.string ?? value
        }
        var result = column
        switch column.values {
        case .strings(var texts):
            texts.dictionary = texts.dictionary.map(text)
            result.values = .strings(texts)
        case .composites(var texts):
            texts.dictionary = texts.dictionary.map(text)
            result.values = .composites(texts)
        case .integers, .doubles, .booleans: break
        }
        return result
    }

    /// What an evaluation tells services, instances and builds by.
    private static let kept: Set<String> = [
        "service.name", "service.version", "service.instance.id", "k8s.pod.name", "host.name",
        "deployment.environment.name", "vcs.ref.head.revision",
    ]
}
