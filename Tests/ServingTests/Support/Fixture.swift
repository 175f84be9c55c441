import Foundation

/// A captured sample that lies beside the tests.
enum Fixture {
    static func bytes(_ path: String) throws -> [UInt8] {
        guard let folder = Bundle.module.resourceURL else { throw MissingFixture(path: path) }
        return Array(try Data(contentsOf: folder.appendingPathComponent("Fixtures/\(path)")))
    }
}

/// The sample is not in the test bundle.
struct MissingFixture: Error {
    var path: String
}
