extension TelemetryBatch {
    /// Adds the rows of another batch, with all that they carry, after this one's.
    public mutating func join(_ other: TelemetryBatch) {
        spans.join(other.spans)
        events.join(other.events)
    }
}

extension ColumnBatch {
    fileprivate mutating func join(_ other: Self) {
        attributes.join(other.attributes, after: count)
        change { ColumnJoining(batch: $0, other: other) }
    }
}

private struct ColumnJoining<Batch: ColumnBatch>: ColumnChange {
    var batch: Batch
    let other: Batch

    mutating func visit<Value>(rows column: WritableKeyPath<Batch, [Value]>) {
        batch[keyPath: column] += other[keyPath: column]
    }

    mutating func visit(texts column: WritableKeyPath<Batch, StringColumn>) {
        batch[keyPath: column].join(other[keyPath: column])
    }
}

extension StringColumn {
    fileprivate mutating func join(_ other: StringColumn) {
        var known = Dictionary(zip(dictionary, UInt32(0)...), uniquingKeysWith: { first, _ in first })
        let codes = other.dictionary.map { value in
            if let code = known[value] { return code }
            let code = UInt32(dictionary.count)
            known[value] = code
            dictionary.append(value)
            return code
        }
        self.codes += other.codes.map { codes[Int($0)] }
    }
}

extension [AttributeColumn] {
    /// - Parameter count: rows of the batch before.
    fileprivate mutating func join(_ others: [AttributeColumn], after count: Int) {
        for other in others {
            var other = other
            for place in other.rows.indices { other.rows[place] += UInt32(count) }
            let place = firstIndex { $0.name == other.name && $0.values.canTake(other.values) }
            if let place {
                self[place].rows += other.rows
                self[place].values.join(other.values)
            } else {
                // Sorted by name; columns of one name stand together.
                insert(other, at: firstIndex { other.name < $0.name } ?? endIndex)
            }
        }
    }
}

extension AttributeValues {
    fileprivate func canTake(_ other: AttributeValues) -> Bool {
        switch (self, other) {
        case (.strings, .strings), (.composites, .composites), (.integers, .integers), (.doubles, .doubles),
            (.booleans, .booleans):
            true
        default: false
        }
    }

    fileprivate mutating func join(_ other: AttributeValues) {
        switch (self, other) {
        case (.strings(var mine), .strings(let theirs)):
            mine.join(theirs)
            self = .strings(mine)
        case (.composites(var mine), .composites(let theirs)):
            mine.join(theirs)
            self = .composites(mine)
        case (.integers(let mine), .integers(let theirs)): self = .integers(mine + theirs)
        case (.doubles(let mine), .doubles(let theirs)): self = .doubles(mine + theirs)
        case (.booleans(let mine), .booleans(let theirs)): self = .booleans(mine + theirs)
        default: break
        }
    }
}
