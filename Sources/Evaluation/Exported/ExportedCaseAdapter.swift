import Foundation
import Investigation
import JSONValues
import OTLP
import SpanSources
import SpanStore
import Telemetry

/// Cases that daemons exported (`whyd eval export`): a folder each, with `case.json`, `truth.json` and telemetry as OTLP.
struct ExportedCaseAdapter: CaseAdapter {
    let name = "exported"

    func recognises(_ folder: URL) -> Bool { !cases(folder).isEmpty }

    /// The folder itself, or those in it.
    private func cases(_ folder: URL) -> [URL] {
        if Self.isCase(folder) { return [folder] }
        let inside = (try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)) ?? []
        return inside.filter(Self.isCase).sorted { $0.lastPathComponent < $1.lastPathComponent }
    }

    private static func isCase(_ folder: URL) -> Bool {
        [ExportedCase.File.question, .truth, .traces].allSatisfy { $0.exists(in: folder) }
    }

    func run(_ folder: URL, _ configuration: EvaluationConfiguration) async throws -> EvaluationReport {
        let began = Date()
        var report = EvaluationReport()
        for each in configuration.chosen(cases(folder), id: { $0.lastPathComponent }) {
            do {
                try await run(each, configuration, into: &report)
            } catch let error as EvaluationError where error.code == .unreadableCase {
                report.skip("\(name) \(each.lastPathComponent)", because: error)
            }
        }
        report.seconds = Date().timeIntervalSince(began)
        return report
    }

    private func run(
        _ folder: URL, _ configuration: EvaluationConfiguration, into report: inout EvaluationReport
    ) async throws {
        let exported: ExportedCase = try read(.question, folder)
        let truth: ExportedCase.Truth = try read(.truth, folder)
        let results = try await ScratchStore.with(configuration.scratch) { store in
            try await ingest(.traces, .traces, folder, store)
            if ExportedCase.File.logs.exists(in: folder) { try await ingest(.logs, .logs, folder, store) }
            return try await CasePath(source: store, configuration: configuration).investigated(
                exported.id, exported.signals, window: exported.window, baseline: exported.baseline)
        }
        for investigated in results {
            let rank: Int?
            if let service = truth.service {
                rank = investigated.rank(of: service)
            } else {
                rank = investigated.report.outcome == .noFault ? 1 : nil
            }
            report.add(rank, to: name)
            report.investigations.add(investigated, of: exported.id)
            configuration.progress(
                "\(exported.id): \(rank.map { "rank \($0)" } ?? "not ranked"), said '\(investigated.report.title)'")
        }
    }

    private func read<Value: Decodable>(_ file: ExportedCase.File, _ folder: URL) throws -> Value {
        do {
            return try JSONDecoder().decode(Value.self, from: Data(contentsOf: file.url(in: folder)))
        } catch {
            throw EvaluationError(.unreadableCase, "\(file.rawValue) cannot be read: \(error)")
        }
    }

    private func ingest(
        _ file: ExportedCase.File, _ signal: ExportRequest.Signal, _ folder: URL, _ store: SpanStore
    ) async throws {
        do {
            let body = [UInt8](try Data(contentsOf: file.url(in: folder)))
            _ = try await store.append(ExportRequest(signal: signal, encoding: .protobuf, body: body))
        } catch {
            throw EvaluationError(.unreadableCase, "\(file.rawValue) cannot be ingested: \(error)")
        }
    }
}
