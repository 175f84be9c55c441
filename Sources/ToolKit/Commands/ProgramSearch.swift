import Glibc

/// Finds programs along a search path.
struct ProgramSearch {
    let path: String

    /// The file of a program; nil where no directory has it.
    func file(of program: String) -> String? {
        if program.contains("/") { return access(program, X_OK) == 0 ? program : nil }
        return path.split(separator: ":").map { "\($0)/\(program)" }.first { access($0, X_OK) == 0 }
    }
}
