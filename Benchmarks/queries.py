"""The benchmark's queries in SQL; QuerySuite.swift holds the same for whyd.

Each query has one or more variants per peer; the fastest that gives the right answer counts.
"""

SERVICE = "service-3"
OPERATION = "DELETE /api/v1/resource-3"

# Column of the table, and the name whyd gives the field.
FIELDS = {
    "name": "name", "service": "service", "kind": "kind", "status": "status",
    "service_version": "resource.service.version", "environment": "resource.deployment.environment.name",
    "host": "resource.host.name", "pod": "resource.k8s.pod.name", "region": "resource.cloud.region",
    "route": "span.http.route", "method": "span.http.request.method", "status_code": "span.http.response.status_code",
    "user_id": "span.user.id", "tenant_id": "span.tenant.id", "plan": "span.user.plan",
    "variant": "span.feature.variant", "session_id": "span.session.id", "client": "span.client.version",
    "body_size": "span.body.size", "cache_hit": "span.cache.hit", "retries": "span.retry.count", "cpu": "span.cpu.ms",
    "shard": "span.shard.id", "payload": "span.payload.kind",
}


class Dialect:
    def __init__(self, peer, header):
        self.peer = peer
        self.start = header["start"]
        self.length = header["length"]
        self.window = (self.start + self.length // 4 * 3, self.start + self.length // 4 * 3 + 300 * 10**9)
        self.late = self.start + self.length // 10 * 9

    def minute(self):
        division = "start // 60000000000" if self.peer == "duckdb" else "intDiv(start, 60000000000)"
        return f"{division} * 60000000000"

    def percentiles(self):
        """Exact ones and sketched ones."""
        if self.peer == "duckdb":
            return [
                ["quantile_cont(duration, [0.5, 0.95, 0.99])"],
                ["approx_quantile(duration, [0.5, 0.95, 0.99])"],
            ]
        return [
            ["quantilesExactInclusive(0.5, 0.95, 0.99)(duration)"],
            ["quantilesDD(0.01, 0.5, 0.95, 0.99)(duration)"],
        ]

    def errors(self):
        return "count(*) FILTER (WHERE status = 'error')" if self.peer == "duckdb" else "countIf(status = 'error')"

    def selected(self, condition):
        if self.peer == "duckdb":
            return f"count(*) FILTER (WHERE {condition}), count(*) FILTER (WHERE NOT ({condition}))"
        return f"countIf({condition}), countIf(NOT ({condition}))"

    def text(self, column):
        return f"CAST({column} AS VARCHAR)" if self.peer == "duckdb" else f"toString({column})"

    def regex(self, column, pattern):
        return f"regexp_matches({column}, '{pattern}')" if self.peer == "duckdb" else f"match({column}, '{pattern}')"

    def octave(self):
        if self.peer == "duckdb":
            return "CAST(pow(2, floor(log2(duration))) AS BIGINT)"
        return "toInt64(pow(2, floor(log2(duration))))"

    def queries(self):
        """Name to variants; `trace by id` takes the ids from the caller."""
        quantiles = [each[0] for each in self.percentiles()]
        low, high = self.window
        root = "GET /api/v1/resource-0"
        return {
            "service overview": [
                f"SELECT service, count(*), {self.errors()}, {each} FROM spans GROUP BY service" for each in quantiles
            ],
            "error rate by operation over time": [
                f"SELECT name, {self.minute()} AS minute, count(*), {self.errors()} FROM spans "
                f"WHERE service = '{SERVICE}' GROUP BY name, minute"
            ],
            "percentiles by build": [
                f"SELECT service_version, count(*), {each} FROM spans "
                f"WHERE service = '{SERVICE}' AND name = '{OPERATION}' GROUP BY service_version"
                for each in quantiles
            ],
            "heat map": [
                f"SELECT {self.minute()} AS minute, {self.octave()} AS bucket, count(*) FROM spans "
                f"WHERE service = '{SERVICE}' GROUP BY minute, bucket"
            ],
            "top users by errors": [
                "SELECT user_id, count(*) AS n FROM spans WHERE status = 'error' "
                "GROUP BY user_id ORDER BY n DESC, user_id LIMIT 20"
            ],
            "distinct users affected": ["SELECT count(DISTINCT user_id) FROM spans WHERE status = 'error'"],
            "trace by id": [
                "SELECT span_id, name FROM spans WHERE trace_high = {high} AND trace_low = {low} ORDER BY start"
            ],
            "attribute equal": [
                "SELECT span_id, user_id, route FROM spans WHERE tenant_id = 'tenant-77' ORDER BY start DESC LIMIT 100"
            ],
            "attribute regex": [f"SELECT count(*) FROM spans WHERE {self.regex('user_id', '^user-1[0-9]*7$')}"],
            "children of a span name": [
                "SELECT c.name, count(*) FROM spans c JOIN spans p ON c.parent_id = p.span_id AND "
                "c.trace_high = p.trace_high AND c.trace_low = p.trace_low "
                f"WHERE p.name = 'backend operation 2' AND p.start >= {low - 60 * 10**9} AND p.start < {high} "
                f"AND c.start >= {low} AND c.start < {high} GROUP BY c.name"
            ],
            "new values": [f"SELECT user_id FROM spans GROUP BY user_id HAVING min(start) >= {self.late}"],
            "critical-path sums": [
                "WITH traces AS (SELECT trace_high, trace_low FROM spans "
                f"WHERE name = '{root}' AND service = 'gateway' AND start >= {low} AND start < {high}), "
                "members AS (SELECT s.* FROM (SELECT trace_high, trace_low, span_id, parent_id, service, duration "
                f"FROM spans WHERE start >= {low} AND start < {high + 60 * 10**9}) s "
                "JOIN traces t ON s.trace_high = t.trace_high AND s.trace_low = t.trace_low), "
                "below AS (SELECT trace_high, trace_low, parent_id, sum(duration) AS inner_time FROM members "
                "GROUP BY trace_high, trace_low, parent_id) "
                "SELECT m.service, sum(m.duration - coalesce(b.inner_time, 0)) FROM members m LEFT JOIN below b "
                "ON m.span_id = b.parent_id AND m.trace_high = b.trace_high AND m.trace_low = b.trace_low "
                "GROUP BY m.service"
            ],
            "compare all, 1 %": self.compare("shard < 1"),
            "compare all, 20 %": self.compare("shard < 13"),
        }

    def compare(self, condition):
        """One grouping per attribute; as a union, and as grouping sets over one scan."""
        union = " UNION ALL ".join(
            f"SELECT '{field}' AS field, {self.text(column)} AS value, {self.selected(condition)} FROM spans "
            f"GROUP BY {column}"
            for column, field in FIELDS.items()
        )
        if self.peer == "chdb":
            return [union]
        names = list(FIELDS)
        sets = ", ".join(f"({name})" for name in names)
        masks = [sum(1 << (len(names) - 1 - other) for other in range(len(names)) if other != index) for index in range(len(names))]
        label = " ".join(f"WHEN {mask} THEN '{FIELDS[name]}'" for name, mask in zip(names, masks))
        value = " ".join(f"WHEN {mask} THEN {self.text(name)}" for name, mask in zip(names, masks))
        grouping = f"grouping({', '.join(names)})"
        return [
            union,
            f"SELECT CASE {grouping} {label} END, CASE {grouping} {value} END, {self.selected(condition)} "
            f"FROM spans GROUP BY GROUPING SETS ({sets})",
        ]
