extension Casebook {
    static let schemaOfReports = """
        CREATE TABLE reports (
          -- The published result of an investigation, written once, together with its deliveries.
          id INTEGER PRIMARY KEY,
          key TEXT NOT NULL UNIQUE,       -- unique over all casebooks; destinations are searched for it
          case_id INTEGER NOT NULL REFERENCES cases (id) ON DELETE CASCADE,
          title TEXT NOT NULL,
          answer TEXT NOT NULL,           -- one paragraph
          severity TEXT NOT NULL,
          confidence TEXT NOT NULL,       -- confirmed, likely, possible, inconclusive ...
          service TEXT,                   -- of the case
          made_by TEXT NOT NULL,          -- provider/model, or rulebook
          created_ns INTEGER NOT NULL,
          body TEXT NOT NULL              -- JSON; the whole report
        );
        CREATE INDEX reports_by_case ON reports (case_id);

        CREATE TABLE claims (
          -- What a report states, one row per claim.
          report_id INTEGER NOT NULL REFERENCES reports (id) ON DELETE CASCADE,
          number INTEGER NOT NULL,        -- 1, 2 ... within the report
          statement TEXT NOT NULL,
          standing TEXT NOT NULL,         -- whether the check of its citations passed
          PRIMARY KEY (report_id, number)
        ) WITHOUT ROWID;

        CREATE TABLE citations (
          -- Which evidence a claim rests on, one row per citation.
          report_id INTEGER NOT NULL,
          claim_number INTEGER NOT NULL,
          number INTEGER NOT NULL,        -- 1, 2 ... within the claim
          evidence_id TEXT NOT NULL,      -- evidence.id within the case of the report
          body TEXT NOT NULL,             -- JSON; which value, and what was read there
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
