import Foundation
import SourceHistory
import Telemetry
import TestSupport
import Testing

@testable import Evaluation

/// Minutes that are called fault-free, and what is known of injections in them.
struct FaultFreeMinutesTests {
    private func time(_ text: String) throws -> Timestamp { try #require(Timestamp(iso8601: "2022-04-15T\(text)Z")) }

    @Test func `a minute in which another case's fault was injected is not fault-free, and is named`() throws {
        let system = try SmallSystem(quiet: 8)
        defer { system.remove() }
        try system.write(cases: [
            SmallSystem.entry("orders", baseline: Array(0..<8), injected: "2022-04-15 05:21:50Z"),
            SmallSystem.entry("stock", baseline: [0]),
        ])
        let cases = try NezhaCase.all(system.folder)
        let injections = NezhaInjection.told(by: cases)
        let minutes = try NezhaFaultFreeMinutes("S", cases, injections, in: system.folder)
        // From ten seconds before the end of minute 1 to four minutes later.
        #expect(minutes.names == ["S-0", "S-6", "S-7"])
        #expect(minutes.notes.count == 1)
        #expect(minutes.notes.first?.contains("S-1 (cpu_contention of orders, 05:21:50)") == true)
        #expect(try NezhaFaultFreeMinutes("S", cases, [], in: system.folder).names.count == 8)
        var elsewhere = injections
        elsewhere[0].system = "other"
        #expect(try NezhaFaultFreeMinutes("S", cases, elsewhere, in: system.folder).names.count == 8)
    }

    @Test func `published lists count both of their times, and neither time zones nor mistakes`() async throws {
        let list = """
            {"05": [
              {"inject_time": "2022-04-15 05:10:43", "inject_timestamp": "\(try time("05:09:43").nanoseconds / 1_000_000_000)",
               "inject_pod": "a-1", "inject_type": "cpu_consumed"},
              {"inject_time": "2022-04-15 05:20:00", "inject_timestamp": "\(try time("13:20:40").nanoseconds / 1_000_000_000)",
               "inject_pod": "b-1", "inject_type": "return"},
              {"inject_time": "2022-04-15 05:30:00", "inject_timestamp": "\(try time("05:20:00").nanoseconds / 1_000_000_000)",
               "inject_pod": "c-1", "inject_type": "exception"}]}
            """
        let clone = try TemporaryRepository()
        try clone.commit("lists", files: ["rca_data/2022-04-15/2022-04-15-fault_list.json": list, "README.md": "x"])
        let found = try await NezhaFaultLists.injections(in: SourceRepository(path: clone.path))
        #expect(found.map(\.what) == ["cpu_consumed of a-1", "return of b-1", "exception of c-1"])
        #expect(
            try found.map(\.times) == [
                [time("05:10:43"), time("05:09:43")], [time("05:20:00"), time("05:20:40")], [time("05:30:00")],
            ])
        #expect(try found[0].touches(TimeRange(start: time("05:09:40"), end: time("05:09:44"))))
        #expect(try !found[0].touches(TimeRange(start: time("05:14:43"), end: time("05:15:00"))))
    }

    @Test func `a list that cannot be read is told, not left out`() async throws {
        let clone = try TemporaryRepository()
        try clone.commit("lists", files: ["rca_data/x-fault_list.json": #"{"05": 7}"#])
        await #expect(throws: EvaluationError.self) {
            _ = try await NezhaFaultLists.injections(in: SourceRepository(path: clone.path))
        }
    }

    @Test func `a clone without lists, and a minute that cannot be read, cost neither the cases nor their scores`()
        async throws
    {
        let system = try SmallSystem()
        defer { system.remove() }
        try system.write(cases: [SmallSystem.entry("orders"), SmallSystem.entry("stock", baseline: [0])])
        let mirrors = system.folder.appending(path: "mirrors")
        let broken = mirrors.appending(path: "Nezha/.git")
        try FileManager.default.createDirectory(at: broken, withIntermediateDirectories: true)
        let folder = system.folder
        func evaluated() async throws -> EvaluationReport {
            try await Evaluation.run(
                directory: folder,
                configuration: EvaluationConfiguration(
                    scratch: FileManager.default.temporaryDirectory, generalisation: false, repositories: mirrors))
        }
        var report = try await evaluated()
        #expect(report.groups.first { $0.name == "nezha/S" }?.score.cases == 2)
        #expect(report.notes.contains { $0.hasPrefix("skipped nezha, published injections: the fault lists of") })
        #expect(report.detection.faultFreeHours > 0)
        try Data("no gzip".utf8).write(to: folder.appending(path: "minutes/S-3.traces.pb.gz"))
        report = try await evaluated()
        #expect(report.groups.first { $0.name == "nezha/S" }?.score.cases == 1)
        #expect(report.notes.contains { $0.hasPrefix("skipped nezha, fault-free minutes: minutes/S-3") })
    }

    @Test func `hours are drawn from minutes without an outbreak, and nothing is found in them`() async throws {
        let system = try SmallSystem(quiet: 6)
        defer { system.remove() }
        try system.write(cases: [
            SmallSystem.entry("stock", baseline: Array(0..<6)),
            #"{"id": "x", "system": "S", "baseline": ["S-orders"], "truth": {"service": "web"}}"#,
        ])
        let minutes = try NezhaFaultFreeMinutes("S", NezhaCase.all(system.folder), [], in: system.folder)
        let replay = try NezhaDrawnReplay("S", minutes, system.folder, hours: 1, seed: 7)
        #expect(replay.note == "S: drawn from 6 minutes, without S-orders (outbreaks)")
        let scratch = FileManager.default.temporaryDirectory
        let figures = try await replay.detection(EvaluationConfiguration(scratch: scratch))
        #expect(figures.hours == 1 && figures.falseCases == 0 && figures.learningCases == 0)
    }

    @Test func `too few minutes are not drawn from, which is said`() async throws {
        let system = try SmallSystem()
        defer { system.remove() }
        try system.write(cases: [SmallSystem.entry("stock")])
        let minutes = try NezhaFaultFreeMinutes("S", NezhaCase.all(system.folder), [], in: system.folder)
        let replay = try NezhaDrawnReplay("S", minutes, system.folder, hours: 8, seed: 1)
        #expect(replay.note == "S: nothing drawn, there are only 4 minutes")
        let scratch = FileManager.default.temporaryDirectory
        #expect(try await replay.detection(EvaluationConfiguration(scratch: scratch)).hours == 0)
    }
}
