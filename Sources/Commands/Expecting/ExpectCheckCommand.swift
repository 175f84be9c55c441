import ArgumentParser
import Expectations
import Foundation
import SourceHistory
import SpanSources
import Telemetry
import TraceQueries

/// `whyd expect check`: reads expectations before they are merged, and tries them on past spans.
struct ExpectCheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Validate expectations and try them on past spans.",
        discussion: """
            Prints file:line:column of everything that is wrong and exits 2. Where there is a spans.db, each expectation is \
            measured over --from to --to, and 'unchanged' against as long a time before. What past spans say never \
            changes the exit status: a change may promise what is not true yet.

                whyd expect check --repo . --since main --data /var/lib/whyd --from -6h
            """)

    @OptionGroup var house: HouseOptions

    @Option(help: "A repository: its .whyd/expectations.yaml and, with --since, the Expect: trailers of its commits.")
    var repo: String?

    @Option(help: "Read the trailers of the commits that HEAD has and this revision has not.")
    var since: String?

    @Option(parsing: .unconditional, help: "Where the past begins: RFC 3339, or relative such as -6h.")
    var from = "-24h"

    @Option(parsing: .unconditional, help: "Where it ends.")
    var to = "now"

    @Argument(help: "A file of expectations (default: .whyd/expectations.yaml).")
    var file: String?

    func run() async throws {
        let found = try await expectations()
        for error in found.errors { FileHandle.standardError.write(Data("\(error)\n".utf8)) }
        guard found.errors.isEmpty else { throw ExitCode(2) }
        guard !found.expectations.isEmpty else {
            print("nothing is expected: \(place) holds no expectation")
            return
        }
        let configuration = try house.configuration()
        guard FileManager.default.fileExists(atPath: configuration.data + "/spans.db") else {
            print("\(found.expectations.count) valid; there is no \(configuration.data)/spans.db to try them on")
            return
        }
        let range = try self.range()
        let parts = try await HouseParts.reading(configuration)
        let trial = ExpectationTrial(source: parts.spans, range: range, environment: configuration.environment)
        print("\(found.expectations.count) valid; tried on \(range)\n")
        print(try await trial.text(found.expectations), terminator: "")
        await parts.close()
    }

    private var place: String { file ?? (repo ?? ".") + "/" + ExpectationFile.path }

    private func expectations() async throws -> ExpectationReader.Found {
        guard file == nil || repo == nil else { throw CommandFailure("give a file or --repo, not both", code: 2) }
        var found = ExpectationReader.Found()
        if FileManager.default.fileExists(atPath: place) {
            guard let text = try? String(contentsOfFile: place, encoding: .utf8) else {
                throw CommandFailure("\(place) cannot be read as UTF-8 text", code: 2)
            }
            found = ExpectationFile.read(text, path: place)
        } else if since == nil {
            throw CommandFailure("there is no \(place); `whyd help expect` shows what stands in it", code: 2)
        }
        guard let since else { return found }
        do throws(SourceHistoryError) {
            let repository = SourceRepository(path: URL(filePath: repo ?? ".").standardizedFileURL.path)
            let trailers = try await ExpectationReader(repository).trailers(
                from: repository.revision(since), to: repository.revision("HEAD"))
            return .init(
                expectations: found.expectations + trailers.expectations, errors: found.errors + trailers.errors)
        } catch {
            throw CommandFailure("\(error)", code: 2)
        }
    }

    private func range() throws -> TimeRange {
        let now = WallClock.now()
        guard let start = TimeExpression.parse(from, now: now), let end = TimeExpression.parse(to, now: now) else {
            throw CommandFailure("--from and --to are RFC 3339 or relative such as -6h", code: 2)
        }
        guard start < end else { throw CommandFailure("--from is not before --to", code: 2) }
        return TimeRange(start: start, end: end)
    }
}
