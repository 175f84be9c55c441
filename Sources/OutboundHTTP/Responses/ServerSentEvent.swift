/// One event of a `text/event-stream`.
public struct ServerSentEvent: Equatable, Sendable {
    /// `message` where the stream names none.
    public var name: String
    public var data: String

    /// Makes an event.
    public init(name: String = "message", data: String) {
        self.name = name
        self.data = data
    }
}

/// Turns the bytes of a `text/event-stream` into events (WHATWG HTML, 9.2.6), however the network cut them.
///
/// Lines end with LF, CRLF or CR; an event that the stream's end cuts off is dropped, as the standard says.
public struct ServerSentEventParser: Sendable {
    /// An event or a line that is larger than anybody's answer.
    public struct TooLarge: Error {}

    private let maximumEventBytes: Int
    private var line: [UInt8] = []
    private var name = ""
    private var data: [String] = []
    private var dataBytes = 0
    private var isAfterCarriageReturn = false
    private var isAtStart = true

    /// Makes a parser.
    public init(maximumEventBytes: Int = 8_388_608) { self.maximumEventBytes = maximumEventBytes }

    /// Takes the next bytes and gives the events they complete.
    public mutating func consume(_ bytes: [UInt8]) throws(TooLarge) -> [ServerSentEvent] {
        var events: [ServerSentEvent] = []
        for byte in bytes {
            let wasAfterCarriageReturn = isAfterCarriageReturn
            isAfterCarriageReturn = byte == 13
            switch byte {
            case 10 where wasAfterCarriageReturn: continue
            case 10, 13: if let event = endLine() { events.append(event) }
            default: line.append(byte)
            }
            guard line.count + dataBytes <= maximumEventBytes else { throw TooLarge() }
        }
        return events
    }

    private mutating func endLine() -> ServerSentEvent? {
        defer { line.removeAll(keepingCapacity: true) }
        if isAtStart, line.starts(with: [0xEF, 0xBB, 0xBF]) { line.removeFirst(3) }
        isAtStart = false
        guard !line.isEmpty else { return endEvent() }
        let colon = line.firstIndex(of: UInt8(ascii: ":")) ?? line.endIndex
        var value = line[min(colon + 1, line.endIndex)...]
        if value.first == UInt8(ascii: " ") { value.removeFirst() }
        switch String(decoding: line[..<colon], as: UTF8.self) {
        case "event": name = String(decoding: value, as: UTF8.self)
        case "data":
            data.append(String(decoding: value, as: UTF8.self))
            dataBytes += value.count + 1
        default: break  // comments, ids and reconnection times mean nothing here
        }
        return nil
    }

    private mutating func endEvent() -> ServerSentEvent? {
        defer { (name, data, dataBytes) = ("", [], 0) }
        guard !data.isEmpty else { return nil }
        return ServerSentEvent(name: name.isEmpty ? "message" : name, data: data.joined(separator: "\n"))
    }
}
