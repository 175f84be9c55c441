import Analysis
import JSONValues
import SourceHistory
import ToolKit

/// The source half of a comparison of builds as tables and hunks.
struct SourceSections {
    var summary: String
    /// What a reader wants first.
    var leading: [ToolOutput.Section]
    var details: [ToolOutput.Section]
    var notes: [String]

    /// Nothing but the reason why there is nothing.
    init(note: String) {
        summary = "source not compared"
        leading = []
        details = []
        notes = [note]
    }

    init(
        older: Revision, newer: Revision, changes: [SourceRepository.Change], diff: Diff, accounting: HunkAccounting,
        ranking: SuspectRanking, isCut: Bool, needsTags: Bool
    ) {
        let states = accounting.entries.reduce(into: [:]) { $0[$1.state, default: 0] += 1 }
        let counted = HunkAccounting.State.allCases.compactMap { state in
            states[state].map { "\($0) \(state.rawValue)" }
        }
        summary =
            "\(changes.count) commits from \(older.short) to \(newer.short), \(accounting.entries.count) changed functions"
            + (counted.isEmpty ? "" : ": " + counted.joined(separator: ", "))
        let hunks = Self.hunks(ranking, diff)
        leading = [
            .init(name: "commits", content: .table(Self.commits(ranking, changes))),
            .init(name: "functions", content: .table(Self.functions(accounting))),
        ]
        details = [
            .init(name: "sensitive_changes", content: .table(Self.sensitive(diff))),
            .init(name: "hunks", content: .text(hunks)),
        ]
        notes = [
            ranking.noneReason.map { "no commit stands out: \($0)" },
            isCut ? "only the newest \(changes.count) commits were looked at" : nil,
            needsTags
                ? "universal-ctags is not installed, so changed functions were not told apart (apt install universal-ctags)"
                : nil, diff.isTruncated ? "the diff is larger than what was read" : nil,
        ].compactMap(\.self)
    }

    private static func commits(_ ranking: SuspectRanking, _ changes: [SourceRepository.Change]) -> ToolTable {
        let byHash = Dictionary(changes.map { ($0.commit.revision.hash, $0) }, uniquingKeysWith: { first, _ in first })
        return ToolTable(
            columns: [
                .init("commit"), .init("title", isUntrusted: true), .init("author", isUntrusted: true),
                .init("co_authors", isUntrusted: true), .init("committed_at", unit: "utc"), .init("files"),
                .init("file"), .init("line"), .init("suspicion"), .init("reason"),
            ],
            rows: ranking.suspects.compactMap { suspect in
                byHash[suspect.candidate.name].map { change in
                    [
                        .string(suspect.candidate.name), .string(change.commit.subject),
                        .string(change.commit.author.name),
                        .string(change.commit.coAuthors.map(\.name).joined(separator: ", ")),
                        .string("\(change.commit.committedAt)"),
                        .string(change.commit.files.prefix(12).joined(separator: ", ")),
                        suspect.file.map(JSONValue.string) ?? .null,
                        suspect.line.map { .integer(Int64($0)) } ?? .null, .rounded(suspect.score),
                        .string(suspect.reason),
                    ]
                }
            })
    }

    private static func functions(_ accounting: HunkAccounting) -> ToolTable {
        let order = HunkAccounting.State.allCases
        let sorted = accounting.entries.sorted {
            (order.firstIndex(of: $0.state) ?? 0, $0.function.name) < (
                order.firstIndex(of: $1.state) ?? 0, $1.function.name
            )
        }
        return ToolTable(
            columns: [
                .init("file"), .init("function"), .init("line"), .init("in_production"), .init("why"),
                .init("operations", isUntrusted: true), .init("mapped_by"),
            ],
            rows: sorted.map { entry in
                [
                    .string(entry.function.path), .string(entry.function.function.qualifiedName),
                    .integer(Int64(entry.function.function.lines.lowerBound)), .string(entry.state.rawValue),
                    .string(entry.reason), .string(entry.operations.map(\.operation.name).joined(separator: ", ")),
                    entry.operations.first.map { .string($0.means) } ?? .null,
                ]
            })
    }

    private static func sensitive(_ diff: Diff) -> ToolTable {
        ToolTable(
            columns: [.init("topic"), .init("file"), .init("line"), .init("change", isUntrusted: true)],
            rows: SensitiveChange.all(in: diff).prefix(60).map {
                [.string($0.topic), .string($0.path), .integer(Int64($0.line)), .string($0.text)]
            })
    }

    /// The hunks of the first suspects' files, as git writes them.
    private static func hunks(_ ranking: SuspectRanking, _ diff: Diff) -> String {
        let suspects = ranking.suspects.prefix(3)
        var files: [FileDiff] = []
        for file in suspects.flatMap(\.candidate.diff.files) where ChangeKind(path: file.path) != .lockFile {
            if let whole = diff.files.first(where: { $0.path == file.path }), !files.contains(whole) {
                files.append(whole)
            }
        }
        return files.prefix(8).flatMap { file in
            ["--- \(file.oldPath)", "+++ \(file.path)"] + file.hunks.prefix(12).flatMap(\.text)
        }.joined(separator: "\n")
    }
}

extension Hunk {
    /// The hunk as unified diff lines.
    var text: [String] {
        let place = functions.isEmpty ? heading : functions.joined(separator: ", ")
        return ["@@ -\(oldStart),\(oldCount) +\(newStart),\(newCount) @@ \(place)"]
            + lines.map { line in
                switch line.kind {
                case .context: " " + line.text
                case .added: "+" + line.text
                case .removed: "-" + line.text
                }
            }
    }
}
