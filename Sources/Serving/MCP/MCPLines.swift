/// Lines out of pieces.
struct MCPLines {
    private let maximumBytes: Int
    private var pending: [UInt8] = []

    init(maximumBytes: Int) { self.maximumBytes = maximumBytes }

    mutating func take(_ piece: some Collection<UInt8>) throws(MCPInputError) -> [String] {
        var lines: [String] = []
        for byte in piece {
            if byte == UInt8(ascii: "\n") {
                lines.append(String(decoding: pending, as: UTF8.self))
                pending.removeAll(keepingCapacity: true)
            } else {
                guard pending.count < maximumBytes else {
                    throw MCPInputError(message: "a message is longer than \(maximumBytes) bytes")
                }
                pending.append(byte)
            }
        }
        return lines
    }
}

/// Input that cannot be read on.
struct MCPInputError: Error {
    let message: String
}
