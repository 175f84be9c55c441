import Foundation

// With libFuzzer (`make fuzz`) this is its test function, and FUZZ_TARGET says what is fed. Without, it is a program that
// feeds files once each, such as inputs that crashed it before something was mended.

#if FUZZING
    /// Called by libFuzzer with one input after the other (https://llvm.org/docs/LibFuzzer.html).
    @_cdecl("LLVMFuzzerTestOneInput")
    public func testOneInput(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
        target.feed(Array(UnsafeBufferPointer(start: start, count: count)))
        return 0
    }

    private let target: FuzzTarget = {
        let name = ProcessInfo.processInfo.environment["FUZZ_TARGET"] ?? ""
        guard let target = FuzzTarget(rawValue: name) else { preconditionFailure(FuzzTarget.complaint(about: name)) }
        return target
    }()
#else
    /// `Fuzz TARGET FILE ...`
    @main
    enum Fuzz {
        static func main() throws {
            let name = CommandLine.arguments.dropFirst().first ?? ""
            guard let target = FuzzTarget(rawValue: name) else {
                FileHandle.standardError.write(Data("\(FuzzTarget.complaint(about: name))\n".utf8))
                exit(64)
            }
            for path in CommandLine.arguments.dropFirst(2) {
                target.feed([UInt8](try Data(contentsOf: URL(filePath: path))))
                print("fed \(path)")
            }
        }
    }
#endif

extension FuzzTarget {
    fileprivate static func complaint(about name: String) -> String {
        "there is no target '\(name)'; there are \(allCases.map(\.rawValue).joined(separator: ", "))"
    }
}
