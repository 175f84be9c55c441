/// The places in the source that a failure leads to, each with a weight.
///
/// Lines of frames count most, then the functions around them; where a test failed outside the code, the functions it
/// calls, is named after, or complains about. Built in two steps because the outlines have to be read in between.
struct FailureTrail {
    /// A run of lines and what it is worth.
    struct Place: Hashable {
        var path: String
        var lines: ClosedRange<Int>
        var reason: String
    }

    let weights: TrailWeights
    private(set) var places: [Place: Double] = [:]
    private let steps: [Step]

    /// What a block of the failure leads to.
    private struct Step {
        var block: FailureText.Block
        var share: Double
        /// Frames in the repository's own code, innermost first.
        var frames: [(frame: StackFrame, path: String)]
        var testPath: String?
        var testFrames: [StackFrame]
        var fileUnderTest: String?
    }

    init(_ failure: FailureText, tree: SourceTree, weights: TrailWeights) {
        self.weights = weights
        let share = 1 / Double(max(1, failure.blocks.count))
        steps = failure.blocks.map { block in
            let resolved = block.frames.compactMap { frame in tree.path(of: frame).map { (frame, $0) } }
            let tests = resolved.filter { !$0.1.isProduction }
            let named = block.testClass.flatMap { name in
                tree.path(of: StackFrame(function: "", file: name.replacing(".", with: "/") + ".java", line: nil))
            }
            let testPath = named ?? tests.first?.1
            // The test may be newer than the revision; its name then still tells what it is about.
            let imagined = block.testClass.map { $0.replacing(".", with: "/") + ".java" }
            return Step(
                block: block, share: share, frames: resolved.filter { $0.1.isProduction }, testPath: testPath,
                testFrames: tests.map(\.0), fileUnderTest: (testPath ?? imagined).flatMap(tree.fileUnderTest))
        }
    }

    /// Files whose outlines and text are needed.
    var paths: [String] {
        var seen: Set<String> = []
        return steps.flatMap { $0.frames.map(\.path) + [$0.testPath, $0.fileUnderTest].compactMap(\.self) }
            .filter { seen.insert($0).inserted }
    }

    /// Weighs the places, once the files are read.
    mutating func weigh(_ files: [String: (outline: FunctionOutline, lines: [String])]) {
        for step in steps {
            weighFrames(step, files)
            weighTest(step, files)
        }
    }

    private mutating func weighFrames(
        _ step: Step, _ files: [String: (outline: FunctionOutline, lines: [String])]
    ) {
        var weight = step.share
        for (position, (frame, path)) in step.frames.enumerated() {
            let name = "frame \(position + 1) of the stack trace, \(frame.functionName)"
            if let line = frame.line {
                add(path, line...line, weight * weights.frameLine, name)
                if let function = files[path]?.outline.function(at: line) {
                    add(path, function.lines, weight * weights.frameFunction, name)
                }
            }
            weight *= weights.depthDecay
        }
    }

    private mutating func weighTest(_ step: Step, _ files: [String: (outline: FunctionOutline, lines: [String])]) {
        guard let path = step.fileUnderTest, let file = files[path], !file.lines.isEmpty else { return }
        add(path, 1...file.lines.count, step.share * weights.fileUnderTest, "the file under test")
        let called = calls(step, files)
        let method = (step.block.testMethod ?? step.testFrames.last?.functionName ?? "").lowercased()
            .replacing("_", with: "")
        for function in file.outline.functions {
            let name = function.name.lowercased()
            var (weight, reason) = (0.0, "")
            if called.contains(function.name) {
                (weight, reason) = (weights.calledByTest, "called by the failing test")
            }
            if name.count > 3, method.contains(name) {
                let part = Double(name.count) / Double(max(method.count - 4, name.count))
                if weights.namedByTest * part > weight {
                    (weight, reason) = (weights.namedByTest * part, "the failing test is named after it")
                }
            }
            if Self.mentions(step.block.message, function.name), weights.namedByMessage > weight {
                (weight, reason) = (weights.namedByMessage, "named in the failure's message")
            }
            if weight > 0 { add(path, function.lines, step.share * weight, "\(function.name), \(reason)") }
        }
    }

    /// Names that the failing test's functions call.
    private func calls(
        _ step: Step, _ files: [String: (outline: FunctionOutline, lines: [String])]
    ) -> Set<String> {
        guard let path = step.testPath, let file = files[path] else { return [] }
        let names = Set(step.testFrames.map(\.functionName) + [step.block.testMethod ?? ""])
        var called: Set<String> = []
        for function in file.outline.functions where names.contains(function.name) {
            let last = min(function.lines.upperBound, file.lines.count)
            for line in file.lines[(function.lines.lowerBound - 1)..<max(function.lines.lowerBound - 1, last)] {
                for piece in line.split(separator: "(", omittingEmptySubsequences: false).dropLast() {
                    let word = piece.reversed().drop { $0 == " " }.prefix { $0.isLetter || $0.isNumber || $0 == "_" }
                    called.insert(String(word.reversed()))
                }
            }
        }
        return called
    }

    private static func mentions(_ message: String, _ name: String) -> Bool {
        guard name.count > 2, let range = message.firstRange(of: name + "(") else { return false }
        guard range.lowerBound > message.startIndex else { return true }
        let before = message[message.index(before: range.lowerBound)]
        return !before.isLetter && !before.isNumber && before != "_"
    }

    private mutating func add(_ path: String, _ lines: ClosedRange<Int>, _ weight: Double, _ reason: String) {
        places[Place(path: path, lines: lines, reason: reason), default: 0] += weight
    }
}
