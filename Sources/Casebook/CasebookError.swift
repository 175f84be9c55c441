import GRDB

/// Why the casebook could not do what was asked. Nothing is half done: every change is one transaction.
public struct CasebookError: Error, Sendable, Equatable, CustomStringConvertible {
    /// What kind of failure it is.
    public enum Code: String, Sendable, Codable {
        /// The file was written by a newer whyd.
        case newerFile
        /// The file is not a casebook.
        case notACasebook
        case diskFull
        /// Another process held the file for too long.
        case busy
        case notFound
        /// Somebody else investigates the case now.
        case leaseLost
        /// The asked-for change contradicts what is stored.
        case conflict
        /// The file or the disk under it is damaged, or may not be written.
        case unavailable
    }

    public var code: Code
    public var message: String
    /// What to do next, where there is something.
    public var hint: String?

    /// Makes an error.
    public init(_ code: Code, _ message: String, hint: String? = nil) {
        self.code = code
        self.message = message
        self.hint = hint
    }

    public var description: String { hint.map { "\(message) (\($0))" } ?? message }
}

extension CasebookError {
    /// Turns whatever the database threw into words; values never appear in them.
    init(_ error: any Error) {
        if let error = error as? CasebookError {
            self = error
            return
        }
        guard let error = error as? DatabaseError else {
            self.init(.unavailable, "the casebook cannot be used: \(error)")
            return
        }
        switch error.resultCode {
        case .SQLITE_FULL:
            self.init(
                .diskFull, "the disk under whyd.db is full; nothing was changed", hint: "free some space, then retry")
        case .SQLITE_BUSY, .SQLITE_LOCKED:
            self.init(.busy, "another process keeps whyd.db locked", hint: "retry; close open sqlite3 transactions")
        case .SQLITE_NOTADB:
            self.init(.notACasebook, "the file is not an SQLite database")
        case .SQLITE_CONSTRAINT:
            self.init(.conflict, "the change contradicts what is stored: \(error.message ?? "constraint failed")")
        default:
            self.init(.unavailable, "the casebook cannot be used: \(error.message ?? "\(error.resultCode)")")
        }
    }
}
