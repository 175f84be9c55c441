import Foundation
import SourceHistory

extension EvaluationConfiguration {
    /// The clone of a repository (`github:owner/name`) under the names that clones and mirrors usually have; nil where
    /// there is none.
    func repository(_ name: String) -> SourceRepository? {
        guard let repositories, let path = name.split(separator: ":").last,
            let last = path.split(separator: "/").last
        else { return nil }
        let joined = path.replacingOccurrences(of: "/", with: "+")
        for candidate in ["\(path)", "\(path).git", "\(last)", "\(last).git", joined, "\(joined)/repo"] {
            let directory = repositories.appending(path: candidate).path
            let isThere = ["HEAD", ".git"].contains {
                FileManager.default.fileExists(atPath: "\(directory)/\($0)")
            }
            if isThere { return SourceRepository(path: directory) }
        }
        return nil
    }
}
