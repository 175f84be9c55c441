import Foundation
import OutboundHTTP

/// What all campaigns share: the binary, a scratch directory, chance and a client.
struct Stage: Sendable {
    let whyd: String
    let isShort: Bool
    let seed: UInt64
    let client = HTTPClient()
    private let directory: URL

    init(whyd: String, isShort: Bool, seed: UInt64) throws {
        guard FileManager.default.isExecutableFile(atPath: whyd) else {
            throw SoakFailure(
                "there is no program \(whyd); `swift build --product whyd` makes it, --whyd names another")
        }
        self.whyd = URL(filePath: whyd).path
        self.isShort = isShort
        self.seed = seed
        directory = FileManager.default.temporaryDirectory.appending(path: "whyd-soak-\(getpid())")
    }

    /// How often, in the long version and in the short one.
    func times(_ long: Int, short: Int) -> Int { isShort ? short : long }

    /// Chance of a campaign's own.
    func chance(_ salt: UInt64) -> Chance { Chance(seed: seed &* 0x9E37_79B9_7F4A_7C15 ^ salt) }

    /// An empty directory.
    func room(_ name: String) throws -> URL {
        let room = directory.appending(path: name)
        try FileManager.default.createDirectory(at: room, withIntermediateDirectories: true)
        return room
    }

    /// Removes everything the campaigns left.
    func tidy() { try? FileManager.default.removeItem(at: directory) }
}

/// A campaign could not go on.
struct SoakFailure: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}

/// Numbers that look random and come again with the same seed (SplitMix64).
struct Chance: RandomNumberGenerator, Sendable {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }
}
