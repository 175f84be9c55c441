extension Casebook {
    static let schemaOfDeploys = """
        CREATE TABLE builds (
          -- What is or was running: service and version, tied to a revision where one is known.
          service TEXT NOT NULL,
          version TEXT NOT NULL,
          environment TEXT NOT NULL,      -- '' where telemetry names none
          revision TEXT,                  -- full commit id
          repository_url TEXT,
          first_seen_ns INTEGER NOT NULL,
          last_seen_ns INTEGER NOT NULL,
          PRIMARY KEY (service, version, environment)
        ) WITHOUT ROWID;

        CREATE TABLE deploys (
          -- A build appearing in an environment.
          id INTEGER PRIMARY KEY,
          dedup_key TEXT NOT NULL UNIQUE, -- the same key again is the same deploy
          service TEXT NOT NULL,
          version TEXT NOT NULL,
          environment TEXT,
          previous_version TEXT,
          revision TEXT,
          at_ns INTEGER NOT NULL,
          source TEXT NOT NULL,           -- api, github, gitlab, argocd, spans
          url TEXT,
          destinations TEXT NOT NULL,     -- JSON array; where its diff report goes
          details TEXT NOT NULL           -- JSON; what the source sent
        );
        CREATE INDEX deploys_by_service ON deploys (service, at_ns);

        CREATE TABLE watches (
          -- Looks at what a deploy did, each due a while after it.
          id INTEGER PRIMARY KEY,
          deploy_id INTEGER NOT NULL REFERENCES deploys (id) ON DELETE CASCADE,
          after_seconds REAL NOT NULL,
          due_ns INTEGER NOT NULL,
          state TEXT NOT NULL CHECK (state IN ('pending', 'done', 'cancelled')),
          outcome TEXT,                   -- healthy, regressed, nothing measurable ...
          report_id INTEGER REFERENCES reports (id) ON DELETE SET NULL,
          UNIQUE (deploy_id, after_seconds)
        );
        CREATE INDEX watches_by_due ON watches (state, due_ns);

        """
}
