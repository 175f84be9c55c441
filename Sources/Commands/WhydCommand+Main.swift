import ArgumentParser
import Foundation

extension WhydCommand {
    /// Parses the process's arguments, runs the command, and exits: 0 done, 1 failed, 2 wrong input, 64 wrong usage.
    public static func run() async -> Never {
        // Writing to a tool's process that died must be an error of that write, not the end of whyd.
        signal(SIGPIPE, SIG_IGN)
        do {
            var command = try parseAsRoot(queryLast(CommandLine.arguments.dropFirst()))
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
        } catch let failure as CommandFailure {
            FileHandle.standardError.write(Data("whyd: \(failure.description)\n".utf8))
            Foundation.exit(failure.code)
        } catch {
            exit(withError: error)
        }
        Foundation.exit(0)
    }

    /// Puts a query such as `-1 * ({ } | rate())` where it is not taken for options.
    static func queryLast(_ arguments: ArraySlice<String>) -> [String] {
        var arguments = Array(arguments)
        let place = arguments.firstIndex { argument in
            argument.hasPrefix("-") && argument.dropFirst().first.map { $0.isNumber || " (.".contains($0) } == true
                && argument.contains("(")
        }
        guard let place, !arguments.contains("--") else { return arguments }
        let query = arguments.remove(at: place)
        return arguments + ["--", query]
    }
}
