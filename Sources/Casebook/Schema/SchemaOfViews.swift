extension CaseStore {
    static let schemaOfViews = """
        CREATE VIEW case_overview AS
          -- One row per case, with times in words and its newest report.
          SELECT c.id, c.state, c.severity, c.title, c.service, c.operation, c.environment, c.version,
            strftime('%Y-%m-%dT%H:%M:%fZ', c.onset_ns / 1e9, 'unixepoch') AS onset,
            strftime('%Y-%m-%dT%H:%M:%fZ', c.opened_ns / 1e9, 'unixepoch') AS opened,
            (SELECT count(*) FROM signals s WHERE s.case_id = c.id) AS signals,
            (SELECT count(*) FROM evidence e JOIN investigations i ON i.id = e.investigation_id
             WHERE i.case_id = c.id) AS evidence,
            (SELECT max(r.id) FROM reports r WHERE r.case_id = c.id) AS report_id
          FROM cases c;

        CREATE VIEW report_overview AS
          -- One row per report, with what was checked and what was judged.
          SELECT r.id, r.case_id, r.title, r.answer, r.outcome, r.severity, r.confidence, r.service, r.build, r.suspect,
            r.suspect_file, r.suspect_line, r.made_by, r.is_final,
            strftime('%Y-%m-%dT%H:%M:%fZ', r.created_ns / 1e9, 'unixepoch') AS created,
            (SELECT count(*) FROM claims k WHERE k.report_id = r.id) AS claims,
            (SELECT count(*) FROM claims k WHERE k.report_id = r.id AND k.standing = 'verified') AS verified_claims,
            (SELECT v.judgement FROM verdicts v WHERE v.report_id = r.id ORDER BY v.id DESC LIMIT 1) AS verdict
          FROM reports r;

        CREATE VIEW report_claims AS
          -- One row per claim and citation, with the call that gives the evidence again.
          SELECT k.report_id, k.number AS claim, k.statement, k.kind, k.standing, t.evidence_id, t.place, t.value,
            t.unit, e.tool, e.arguments, e.summary AS evidence, e.content_hash
          FROM claims k
          JOIN reports r ON r.id = k.report_id
          LEFT JOIN citations t ON t.report_id = k.report_id AND t.claim_number = k.number
          LEFT JOIN evidence e ON e.investigation_id = r.investigation_id
            AND e.number = CAST(substr(t.evidence_id, 2) AS INTEGER)
          ORDER BY k.report_id, k.number, t.number;

        CREATE VIEW report_hypotheses AS
          -- One row per hypothesis of a report's ledger.
          SELECT r.id AS report_id, h.id AS hypothesis, h.status, h.statement, h.reason, h.supporting, h.opposing
          FROM hypotheses h JOIN reports r ON r.investigation_id = h.investigation_id;

        CREATE VIEW spend_per_day AS
          -- What models cost, by UTC day and model.
          SELECT day, model, sum(input_tokens) AS input_tokens, sum(output_tokens) AS output_tokens,
            sum(microdollars) / 1e6 AS dollars
          FROM spend GROUP BY day, model;

        CREATE VIEW deploy_overview AS
          -- One row per deploy, with what its watches found.
          SELECT d.id, d.service, d.version, d.previous_version, d.environment, d.revision, d.source,
            strftime('%Y-%m-%dT%H:%M:%fZ', d.at_ns / 1e9, 'unixepoch') AS at,
            (SELECT group_concat(w.after_seconds || ' s: ' || coalesce(w.outcome, w.state), ', ')
             FROM watches w WHERE w.deploy_id = d.id) AS watches
          FROM deploys d;

        CREATE VIEW delivery_overview AS
          -- One row per delivery.
          SELECT d.id, d.report_id, r.title, d.destination, d.state, d.attempts, d.remote_url, d.last_error
          FROM deliveries d JOIN reports r ON r.id = d.report_id;

        """
}
