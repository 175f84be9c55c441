extension CaseStore {
    static let schemaOfReports = """
        CREATE TABLE reports (
          -- The result of an investigation, written together with its deliveries.
          id INTEGER PRIMARY KEY,
          key TEXT NOT NULL UNIQUE,       -- unique over all casebooks; destinations are searched for it
          investigation_id TEXT NOT NULL UNIQUE REFERENCES investigations (id) ON DELETE CASCADE,
          case_id INTEGER REFERENCES cases (id) ON DELETE CASCADE,
          is_final INTEGER NOT NULL,      -- 0 for the one that exists before the first model token
          title TEXT NOT NULL,
          answer TEXT NOT NULL,           -- one paragraph
          outcome TEXT NOT NULL,          -- cause_found, no_fault, inconclusive, answered
          severity TEXT NOT NULL,         -- none, notice, warning, critical
          confidence TEXT NOT NULL,       -- confirmed, likely, possible, inconclusive
          service TEXT,                   -- that brought the cause, else the first affected
          build TEXT,                     -- that brought the cause
          suspect TEXT,                   -- the most suspect commit, flag, configuration or dependency
          suspect_file TEXT,
          suspect_line INTEGER,
          made_by TEXT NOT NULL,          -- provider/model in the order they drove; '' for the first report
          created_ns INTEGER NOT NULL,
          updated_ns INTEGER NOT NULL,
          body TEXT NOT NULL              -- JSON; the whole report
        );
        CREATE INDEX reports_by_case ON reports (case_id);
        CREATE INDEX reports_by_time ON reports (created_ns);

        CREATE TABLE claims (
          -- What a report states, one row per claim.
          report_id INTEGER NOT NULL REFERENCES reports (id) ON DELETE CASCADE,
          number INTEGER NOT NULL,        -- 1, 2 ... within the report
          statement TEXT NOT NULL,
          kind TEXT NOT NULL,             -- observed, inferred, assumed
          standing TEXT NOT NULL,         -- verified, rejected, assumed, unchecked
          reasons TEXT NOT NULL,          -- JSON array; what does not hold
          PRIMARY KEY (report_id, number)
        ) WITHOUT ROWID;

        CREATE TABLE citations (
          -- Which evidence a claim rests on, one row per citation.
          report_id INTEGER NOT NULL,
          claim_number INTEGER NOT NULL,
          number INTEGER NOT NULL,        -- 1, 2 ... within the claim
          evidence_id TEXT NOT NULL,      -- E7 within the investigation of the report
          place TEXT NOT NULL,            -- JSON; section, row, column or line
          value TEXT,                     -- what stands there
          unit TEXT,
          PRIMARY KEY (report_id, claim_number, number),
          FOREIGN KEY (report_id, claim_number) REFERENCES claims (report_id, number) ON DELETE CASCADE
        ) WITHOUT ROWID;

        CREATE TABLE deliveries (
          -- One report going to one destination, exactly once.
          id INTEGER PRIMARY KEY,
          report_id INTEGER NOT NULL REFERENCES reports (id) ON DELETE CASCADE,
          destination TEXT NOT NULL,      -- such as github:owner/repo#12
          state TEXT NOT NULL CHECK (state IN ('pending', 'delivered', 'failed')),
          attempts INTEGER NOT NULL DEFAULT 0,
          next_attempt_ns INTEGER NOT NULL,
          remote_id TEXT,                 -- what the destination calls it
          remote_url TEXT,
          last_error TEXT,
          claim_token TEXT,               -- who delivers it now
          claimed_until_ns INTEGER,
          updated_ns INTEGER NOT NULL,
          UNIQUE (report_id, destination)
        );
        CREATE INDEX deliveries_by_due ON deliveries (state, next_attempt_ns);

        CREATE TABLE verdicts (
          -- Judgements of a report, by people and by later measurements.
          id INTEGER PRIMARY KEY,
          report_id INTEGER NOT NULL REFERENCES reports (id) ON DELETE CASCADE,
          judgement TEXT NOT NULL CHECK (judgement IN ('right', 'partly', 'wrong')),
          origin TEXT NOT NULL CHECK (origin IN ('person', 'measurement')),
          note TEXT,
          at_ns INTEGER NOT NULL
        );
        CREATE INDEX verdicts_by_report ON verdicts (report_id);

        """
}
