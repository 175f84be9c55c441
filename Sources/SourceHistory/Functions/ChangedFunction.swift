/// A function that a diff touches.
public struct ChangedFunction: Hashable, Sendable {
    public var path: String
    public var function: SourceFunction
    /// Its text after the change, its decorators and annotations included; before it where it was deleted.
    public var text: [String]
    /// Whether it is gone.
    public var isDeleted: Bool
    /// Its file's hunks that touch it: indices into `FileDiff.hunks`.
    public var hunks: [Int]

    /// Makes a changed function.
    public init(path: String, function: SourceFunction, text: [String], isDeleted: Bool, hunks: [Int]) {
        self.path = path
        self.function = function
        self.text = text
        self.isDeleted = isDeleted
        self.hunks = hunks
    }

    /// `src/cart.py:Cart.add`.
    public var name: String { "\(path):\(function.qualifiedName)" }
}

/// One file of a diff with its functions on both sides.
struct OutlinedFile {
    var file: FileDiff
    var new: FunctionOutline
    var newLines: [String]
    var old: FunctionOutline
    var oldLines: [String]

    /// The functions it touches, by first hunk.
    func changedFunctions() -> [ChangedFunction] {
        var found: [ChangedFunction] = []
        for (index, hunk) in file.hunks.enumerated() {
            for (function, isOld) in hunk.touched(new: new, old: old) {
                if isOld, new.functions.contains(where: { $0.qualifiedName == function.qualifiedName }) { continue }
                if let known = found.firstIndex(where: { $0.function.qualifiedName == function.qualifiedName }) {
                    if !found[known].hunks.contains(index) { found[known].hunks.append(index) }
                    continue
                }
                let lines = isOld ? oldLines : newLines
                var changed = ChangedFunction(
                    path: isOld ? file.oldPath : file.path, function: function, in: lines, isOld ? old : new)
                changed.isDeleted = isOld
                changed.hunks = [index]
                found.append(changed)
            }
        }
        return found
    }
}

extension Hunk {
    /// The functions its changed lines lie in, each with whether it was found on the old side.
    func touched(new: FunctionOutline, old: FunctionOutline) -> [(SourceFunction, isOld: Bool)] {
        var (newLine, oldLine) = (newStart, oldStart)
        var found: [(SourceFunction, isOld: Bool)] = []
        for line in lines {
            if !line.text.allSatisfy(\.isWhitespace) {
                switch line.kind {
                case .context: break
                case .added: if let function = new.function(at: newLine) { found.append((function, false)) }
                case .removed: if let function = old.function(at: oldLine) { found.append((function, true)) }
                }
            }
            if line.kind != .removed { newLine += 1 }
            if line.kind != .added { oldLine += 1 }
        }
        return found
    }
}
