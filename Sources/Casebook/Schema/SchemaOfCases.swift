extension CaseStore {
    // The comments are part of the statements, so that `.schema` in sqlite3 shows them.
    static let schemaOfCases = """
        CREATE TABLE cases (
          -- What is investigated: one or more signals that belong together. Times are nanoseconds since 1970, UTC.
          id INTEGER PRIMARY KEY,
          state TEXT NOT NULL CHECK (state IN ('open', 'investigating', 'reported', 'closed')),
          title TEXT NOT NULL,            -- of its most severe signal
          kind TEXT NOT NULL,             -- of the signal that opened it: alert, finding, deploy, question
          severity TEXT NOT NULL CHECK (severity IN ('notice', 'warning', 'critical')),
          service TEXT,
          operation TEXT,
          environment TEXT,
          version TEXT,                   -- the service.version it is about, where a signal named one
          onset_ns INTEGER NOT NULL,      -- the earliest start of its signals
          ended_ns INTEGER,               -- when every signal had ended; NULL while one goes on
          window_start_ns INTEGER,        -- the telemetry its signals point at
          window_end_ns INTEGER,
          opened_ns INTEGER NOT NULL,
          updated_ns INTEGER NOT NULL,
          destinations TEXT NOT NULL,     -- JSON array; where its report goes, fixed at opening
          attempts INTEGER NOT NULL DEFAULT 0,  -- how often an investigation was started
          lease_token TEXT,               -- who investigates now
          lease_expires_ns INTEGER
        );
        CREATE INDEX cases_by_state ON cases (state, opened_ns);

        CREATE TABLE case_keys (
          -- What a case is about; a signal that shares a key with a living case joins it.
          key TEXT NOT NULL,              -- such as service:checkout@production
          case_id INTEGER NOT NULL REFERENCES cases (id) ON DELETE CASCADE,
          PRIMARY KEY (key, case_id)
        ) WITHOUT ROWID;

        CREATE TABLE signals (
          -- One observation each: an alert, a finding of a detector, a deploy, a question.
          id INTEGER PRIMARY KEY,
          dedup_key TEXT NOT NULL UNIQUE, -- the same key again is the same signal
          case_id INTEGER NOT NULL REFERENCES cases (id) ON DELETE CASCADE,
          kind TEXT NOT NULL,             -- alert, finding, deploy, question
          source TEXT NOT NULL,           -- alertmanager, error_rate, ask ...
          title TEXT NOT NULL,
          severity TEXT NOT NULL,
          service TEXT,
          operation TEXT,
          environment TEXT,
          version TEXT,
          started_ns INTEGER NOT NULL,
          ended_ns INTEGER,               -- NULL while it goes on
          received_ns INTEGER NOT NULL,   -- when it was first seen
          times_seen INTEGER NOT NULL DEFAULT 1,
          details TEXT NOT NULL           -- JSON; what the source sent
        );
        CREATE INDEX signals_by_case ON signals (case_id);

        CREATE TABLE investigations (
          -- One run of the loop on a case, or on a question outside any case.
          id TEXT PRIMARY KEY,
          case_id INTEGER REFERENCES cases (id) ON DELETE CASCADE,
          mode TEXT NOT NULL,             -- investigate, answer
          question TEXT NOT NULL,
          window_start_ns INTEGER NOT NULL,
          window_end_ns INTEGER NOT NULL,
          started_ns INTEGER NOT NULL,
          plan TEXT NOT NULL              -- JSON; window, budget and destination, fixed at the start
        );
        CREATE INDEX investigations_by_case ON investigations (case_id, started_ns);

        CREATE TABLE transcript (
          -- Every step of an investigation, append-only; it can be resumed from here.
          investigation_id TEXT NOT NULL REFERENCES investigations (id) ON DELETE CASCADE,
          position INTEGER NOT NULL,      -- 0, 1, 2 ...
          kind TEXT NOT NULL,             -- opened, told, answered, returned, failed, sentBack, concluded
          at_ns INTEGER NOT NULL,         -- when it was stored
          body TEXT NOT NULL,             -- JSON
          PRIMARY KEY (investigation_id, position)
        );

        CREATE TABLE evidence (
          -- Tool results that claims cite, with the exact call that gives them again.
          investigation_id TEXT NOT NULL REFERENCES investigations (id) ON DELETE CASCADE,
          number INTEGER NOT NULL,        -- 7 for E7
          tool TEXT NOT NULL,
          arguments TEXT NOT NULL,        -- JSON; the call
          summary TEXT NOT NULL,          -- what came back, in a sentence
          content_hash TEXT NOT NULL,     -- SHA-256 of the result
          taken_ns INTEGER NOT NULL,
          body TEXT NOT NULL,             -- JSON; the whole result
          PRIMARY KEY (investigation_id, number)
        );

        CREATE TABLE hypotheses (
          -- The ledger of candidate causes, as the report left it.
          investigation_id TEXT NOT NULL REFERENCES investigations (id) ON DELETE CASCADE,
          id TEXT NOT NULL,               -- H1, H2 ... within the investigation
          status TEXT NOT NULL,           -- open, supported, refuted, superseded
          statement TEXT NOT NULL,
          reason TEXT NOT NULL,           -- why it has its status
          supporting TEXT NOT NULL,       -- JSON array of evidence ids
          opposing TEXT NOT NULL,
          PRIMARY KEY (investigation_id, id)
        ) WITHOUT ROWID;

        CREATE TABLE spend (
          -- What models cost, one row per answer.
          id INTEGER PRIMARY KEY,
          investigation_id TEXT REFERENCES investigations (id) ON DELETE SET NULL,
          day TEXT NOT NULL,              -- UTC, 2026-11-24
          at_ns INTEGER NOT NULL,
          model TEXT NOT NULL,            -- provider/model
          input_tokens INTEGER NOT NULL,
          output_tokens INTEGER NOT NULL,
          microdollars INTEGER NOT NULL   -- 0 where the price is not known
        );
        CREATE INDEX spend_by_day ON spend (day);
        CREATE INDEX spend_by_time ON spend (at_ns);

        """
}
