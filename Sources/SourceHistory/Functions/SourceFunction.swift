/// A function, method or initializer of a source file.
public struct SourceFunction: Hashable, Sendable {
    /// Its own name.
    public var name: String
    /// The types and functions around it, outermost first, joined with `.`; empty at the top level.
    public var scope: String
    /// First and last line, from 1.
    public var lines: ClosedRange<Int>

    /// Makes a function.
    public init(name: String, scope: String = "", lines: ClosedRange<Int>) {
        self.name = name
        self.scope = scope
        self.lines = lines
    }

    /// `Cart.add`.
    public var qualifiedName: String { scope.isEmpty ? name : "\(scope).\(name)" }
}

/// The functions of one file, by first line.
public struct FunctionOutline: Hashable, Sendable {
    public var functions: [SourceFunction]

    /// Makes an outline.
    public init(_ functions: [SourceFunction]) {
        self.functions = functions.sorted {
            ($0.lines.lowerBound, $1.lines.upperBound) < ($1.lines.lowerBound, $0.lines.upperBound)
        }
    }

    /// The innermost function that holds a line.
    public func function(at line: Int) -> SourceFunction? {
        functions.last { $0.lines.contains(line) }
    }
}
