/// One frame of a stack trace.
public struct StackFrame: Hashable, Sendable {
    /// As the trace names it: `org.shop.Cart.total`, `total`, `(*Cart).Total`; empty where it names none.
    public var function: String
    /// As the trace names it: a full path, a path from the root of the source, or a bare file name.
    public var file: String
    public var line: Int?

    /// Makes a frame.
    public init(function: String, file: String, line: Int?) {
        self.function = function
        self.file = file
        self.line = line
    }

    /// The function's last word: `total` of `org.shop.Cart.total`.
    public var functionName: String {
        // `total(of:)` is a Swift function with its labels; `(*Cart).Total` a Go method with its receiver.
        let open = function.hasSuffix(")") ? function.lastIndex(of: "(") : nil
        let words = function[..<(open ?? function.endIndex)].split {
            !($0.isLetter || $0.isNumber || $0 == "_" || $0 == "<" || $0 == ">")
        }
        return words.last.map(String.init) ?? function
    }

    /// For JVM frames, where the class would lie below a source root: `org/shop/Cart.java`; else the file as named.
    public var likelyPath: String {
        guard !file.contains("/"), file.contains("."), let dot = function.lastIndex(of: ".") else { return file }
        let package = function[..<dot].split(separator: ".").dropLast()
        guard !package.isEmpty, file.hasSuffix(".java") || file.hasSuffix(".kt") || file.hasSuffix(".scala") else {
            return file
        }
        return package.joined(separator: "/") + "/" + file
    }
}
