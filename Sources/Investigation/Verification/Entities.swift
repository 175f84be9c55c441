import JSONValues
import ToolKit

/// The names that evidence knows: services, operations, builds.
struct Entities {
    enum Kind: Hashable { case service, operation, build }

    /// A name in a sentence.
    struct Mention: Hashable {
        var name: String
        var kind: Kind
    }

    private var kinds: [String: Set<Kind>] = [:]

    init(_ evidence: some Sequence<Evidence>, facts: Dossier.Facts) {
        for name in facts.services { kinds[name, default: []].insert(.service) }
        for build in facts.builds {
            kinds[build.service, default: []].insert(.service)
            kinds[build.build, default: []].insert(.build)
        }
        for section in evidence.flatMap(\.output.sections) {
            guard case .table(let table) = section.content else { continue }
            for (index, column) in table.columns.enumerated() {
                guard let kind = Self.kind(of: column.name) else { continue }
                for row in table.rows {
                    if let name = row[index].string, name.count >= 2 { kinds[name, default: []].insert(kind) }
                }
            }
        }
    }

    static func kind(of column: String) -> Kind? {
        let column = column.lowercased()
        let last = column.split(separator: ".").last.map(String.init) ?? column
        switch last {
        case "service", "caller", "callee", "peer", "caller_service", "callee_service", "dependency": return .service
        case "name" where column == "service.name" || column == "resource.service.name": return .service
        case "operation", "name", "span", "route", "endpoint", "caller_operation", "callee_operation": return .operation
        case "build", "version", "previous_build", "bad_build", "from_build", "to_build": return .build
        default: return nil
        }
    }

    /// The known names in a text, longest first, so that `GET /cart` is not also `cart`.
    func mentions(in text: String) -> Set<Mention> {
        var mentions: Set<Mention> = []
        var rest = Array(text.utf8)
        for name in kinds.keys.sorted(by: { ($0.utf8.count, $1) > ($1.utf8.count, $0) }) {
            let pattern = Array(name.utf8)
            guard pattern.count <= rest.count else { continue }
            var position = 0
            while position + pattern.count <= rest.count {
                guard rest[position] == pattern[0], Self.stands(pattern, at: position, in: rest) else {
                    position += 1
                    continue
                }
                for kind in kinds[name] ?? [] { mentions.insert(Mention(name: name, kind: kind)) }
                for offset in position..<(position + pattern.count) { rest[offset] = 0 }
                position += pattern.count
            }
        }
        return mentions
    }

    private static func stands(_ pattern: [UInt8], at position: Int, in text: [UInt8]) -> Bool {
        for offset in pattern.indices where text[position + offset] != pattern[offset] { return false }
        let end = position + pattern.count
        let before = position > 0 ? text[position - 1] : 32
        let after = end < text.count ? text[end] : 32
        // A dot that ends a sentence does not continue a name; one before a letter or digit does.
        let continues = after == 46 && end + 1 < text.count && isNamePart(text[end + 1])
        return !isNamePart(before) && before != 46 && !isNamePart(after) && !continues
    }

    private static func isNamePart(_ byte: UInt8) -> Bool {
        (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte) || byte == 95 || byte == 45
            || byte == 47 || byte >= 128
    }
}
