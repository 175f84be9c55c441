extension CaseStore {
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

    static let stepToFlagChanges = """
        CREATE TABLE flag_changes (
          -- Feature flags that were switched, as their hosts told it.
          id INTEGER PRIMARY KEY,
          dedup_key TEXT NOT NULL UNIQUE, -- the same key again is the same change
          flag TEXT NOT NULL,             -- as spans write feature_flag.key
          is_on INTEGER NOT NULL,
          repository TEXT,                -- group/project at its host, where the event named one
          at_ns INTEGER NOT NULL,
          source TEXT NOT NULL,           -- gitlab
          details TEXT NOT NULL           -- JSON; what the source sent
        );
        CREATE INDEX flag_changes_by_time ON flag_changes (at_ns);

        """

    static let stepToDeployStates = """
        ALTER TABLE deploys ADD COLUMN repository TEXT; -- owner/name at its host, where the event named one
        ALTER TABLE deploys ADD COLUMN state TEXT NOT NULL DEFAULT 'watching'; -- healthy, regressed, rolled back ...
        ALTER TABLE deploys ADD COLUMN regressed TEXT NOT NULL DEFAULT '[]'; -- JSON; operations that got worse
        DROP VIEW deploy_overview;
        CREATE VIEW deploy_overview AS
          -- One row per deploy, with what it came to and what its watches found.
          SELECT d.id, d.service, d.version, d.previous_version, d.environment, d.revision, d.source, d.state,
            strftime('%Y-%m-%dT%H:%M:%fZ', d.at_ns / 1e9, 'unixepoch') AS at,
            (SELECT max(w.report_id) FROM watches w WHERE w.deploy_id = d.id) AS report_id,
            (SELECT group_concat(w.after_seconds || ' s: ' || coalesce(w.outcome, w.state), ', ')
             FROM watches w WHERE w.deploy_id = d.id) AS watches
          FROM deploys d;

        """
}
