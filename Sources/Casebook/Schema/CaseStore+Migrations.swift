import GRDB

extension CaseStore {
    /// `WHYD`: tells a casebook from other SQLite files (`PRAGMA application_id`).
    static let applicationID = 0x5748_5944

    /// The steps from an empty file to the newest schema. A step that has shipped never changes.
    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        for (name, sql) in steps {
            migrator.registerMigration(name) { database in try database.execute(sql: sql) }
        }
        return migrator
    }

    /// `PRAGMA user_version` of files this whyd writes.
    static var schemaVersion: Int { steps.count }

    private static let steps = [
        ("1 cases, reports, deploys", schemaOfCases + schemaOfReports + schemaOfDeploys + schemaOfViews),
        ("2 what a deploy came to", stepToDeployStates),
        ("3 flags that were switched", stepToFlagChanges),
    ]

    static func migrate(_ pool: DatabasePool, path: String) throws {
        try pool.write { database in
            let isEmpty = try Int.fetchOne(database, sql: "SELECT count(*) FROM sqlite_schema") == 0
            let application = try Int.fetchOne(database, sql: "PRAGMA application_id") ?? 0
            let version = try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
            guard isEmpty || application == applicationID else {
                throw CasebookError(
                    .notACasebook, "\(path) is an SQLite database, but not of whyd",
                    hint: "point `data` at another directory")
            }
            guard try version <= schemaVersion && !migrator.hasBeenSuperseded(database) else {
                throw CasebookError(
                    .newerFile,
                    "\(path) has schema version \(version), this whyd knows versions up to \(schemaVersion)",
                    hint: "run the newer whyd, or point `data` at another directory")
            }
        }
        try migrator.migrate(pool)
        try pool.write { database in
            try database.execute(
                sql: "PRAGMA application_id = \(applicationID); PRAGMA user_version = \(schemaVersion)")
        }
    }
}
