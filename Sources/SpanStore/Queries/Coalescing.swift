import Telemetry

/// Makes one coded column out of several, the first that has a value winning.
enum Coalescing {
    static func merge(_ sources: [ColumnData], rowCount: Int) -> CodedColumn {
        var codes = [UInt16](repeating: 0, count: rowCount)
        var values: [AttributeValue] = []
        var merger = DictionaryMerger()
        let isUniform = Set(sources.compactMap { $0.coded?.dictionary.type }).count == 1
        for source in sources {
            guard let coded = source.coded else { continue }
            let map: [UInt16]
            if isUniform {
                map = merger.add(source)
            } else {
                map = appended(source, to: &values)
            }
            let dense = coded.denseCodes(rowCount: rowCount)
            for row in 0..<rowCount where codes[row] == 0 { codes[row] = map[Int(dense[row])] }
        }
        return CodedColumn(rows: nil, codes: codes, dictionary: isUniform ? merger.dictionary : .mixed(values))
    }

    /// The codes a source's used entries get at the end of a list of values of any type.
    private static func appended(_ source: ColumnData, to values: inout [AttributeValue]) -> [UInt16] {
        guard let coded = source.coded else { return [] }
        let counts = source.counts()
        var map = [UInt16](repeating: 0, count: coded.dictionary.count + 1)
        for entry in 0..<coded.dictionary.count where counts[entry + 1] > 0 && values.count < Int(UInt16.max) {
            values.append(coded.dictionary.value(entry))
            map[entry + 1] = UInt16(values.count)
        }
        return map
    }
}

extension ColumnDictionary {
    /// The type of its values; nil where they are of several, or trace ids.
    var type: ValueType? {
        switch self {
        case .text: .text
        case .composites: .composite
        case .integers: .integer
        case .doubles: .double
        case .booleans: .boolean
        case .traces, .mixed: nil
        }
    }
}
