import ToolKit

extension ToolWords {
    /// The words that the build embedded for a tool.
    ///
    /// Words that cannot be read are a bug of this program; a test reads each of them.
    init(embedded bytes: [UInt8]) {
        do {
            self = try ToolWords(markdown: String(decoding: bytes, as: UTF8.self))
        } catch {
            preconditionFailure("the embedded words of a tool are broken: \(error)")
        }
    }
}
