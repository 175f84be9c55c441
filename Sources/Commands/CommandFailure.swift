import ArgumentParser

/// A command's end with an error: one line on standard error, then an exit code.
///
/// 1 is a failure, 2 is wrong input.
struct CommandFailure: Error, CustomStringConvertible {
    let description: String
    let code: Int32

    init(_ words: String, code: Int32 = 1) {
        description = words
        self.code = code
    }
}
