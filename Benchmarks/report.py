"""Holds whyd's answers against the peers', prints the table of ratios, and writes results/latest.json.

Exits 1 where answers differ. Targets that were missed are named at the end.
"""

import json
import math
import os
import statistics
import sys

data, sizes = sys.argv[1], sys.argv[2:]
here = os.path.dirname(os.path.abspath(__file__))


def read(size, name):
    with open(os.path.join(data, size, name + ".json")) as file:
        return json.load(file)


def normal(row):
    """A row whose texts are comparable across systems."""
    cells = []
    for cell in row:
        if isinstance(cell, str):
            try:
                cell = float(cell)
            except ValueError:
                cell = {"true": 1.0, "false": 0.0}.get(cell, cell)
        cells.append(float(cell) if isinstance(cell, (int, float)) else cell)
    return cells



# Leading cells that name a row, per query; the rest are measures.
WIDTH = {
    "service overview": 1, "error rate by operation over time": 2, "percentiles by build": 1, "heat map": 2,
    "top users by errors": 1, "distinct users affected": 0, "trace by id": 2, "attribute equal": 3,
    "attribute regex": 0, "children of a span name": 1, "new values": 1, "critical-path sums": 1,
    "compare all, 1 %": 2, "compare all, 20 %": 2,
}


def disagreement(name, mine, theirs):
    """What differs, in one sentence; nil where nothing does. Sketched percentiles may differ by 2 %."""
    width = WIDTH[name]
    left = {exact(row, width): normal(row) for row in mine}
    right = {exact(row, width): normal(row) for row in theirs}
    if not name.startswith("compare") and set(left) != set(right):
        odd = sorted(map(str, set(left) ^ set(right)))
        return f"{len(odd)} rows on one side only, such as {odd[0]}"
    for row_key, row in left.items():
        other = right.get(row_key)
        if other is None:
            return f"only whyd has {row_key}"
        for place, (a, b) in enumerate(zip(row[width:], other[width:])):
            is_percentile = name in ("service overview", "percentiles by build") and place >= len(row) - width - 3
            tolerance = 0.02 if is_percentile else 1e-9
            if abs(a - b) > tolerance * max(abs(a), abs(b)):
                return f"{row_key}: {a} here, {b} there"
    if name.startswith("compare"):
        return compare_gap(left, right)
    return None


def exact(row, width):
    return tuple(f"{cell:.15g}" if isinstance(cell, float) else cell for cell in normal(row)[:width])


def compare_gap(left, right):
    """whyd gives at most 10 000 values per attribute; what it leaves out must be what is rare in the selection."""
    counts = {}
    for row_key in left:
        counts[row_key[0]] = counts.get(row_key[0], 0) + 1
    for row_key, row in right.items():
        if row_key not in left and counts.get(row_key[0], 0) < 10_000:
            return f"whyd lacks {row_key}"
    return None


def fastest(peer, name, whyd):
    """The fastest variant that agrees, else the fastest with what is wrong."""
    variants = sorted((each for each in peer["answers"] if each["query"] == name), key=lambda each: each["milliseconds"])
    complaints = []
    for variant in variants:
        complaint = disagreement(name, whyd["rows"], variant["rows"])
        if complaint is None:
            return variant["milliseconds"], None
        complaints.append(complaint)
    return variants[0]["milliseconds"], complaints[0]


def geometric(ratios):
    logarithms = [math.log(ratio) for ratio in ratios]
    return math.exp(sum(logarithms) / len(logarithms))


class Report:
    """What is printed and written, size by size."""

    def __init__(self):
        self.results, self.notes, self.missed = [], [], []

    def target(self, spans, name, value, limit, unit=""):
        """Prints a figure beside its target."""
        met = value <= limit
        print(f"  {name}: {value:,.3g}{unit} (target at most {limit:,.3g}{unit}{'' if met else ', MISSED'})")
        if not met:
            self.missed.append(f"{spans:,} spans, {name}: {value:,.3g}{unit}, target at most {limit:,.3g}{unit}")

    def row(self, query, spans, times, agree=True):
        self.results.append({
            "query": query, "spans": spans, "whydMs": round(times[0], 3), "duckdbMs": round(times[1], 3),
            "chdbMs": round(times[2], 3), "agree": agree,
        })

    def queries(self, spans, whyd, duckdb, chdb):
        print(f"\n{spans:,} spans x 20 attributes; DuckDB {duckdb['version']}, chDB {chdb['version']}; "
              "ms, median of warm runs, 2 threads; cold: with no columns kept from query to query")
        print(f"{'query':36} {'whyd':>9} {'cold':>9} {'DuckDB':>9} {'chDB':>9} {'/ faster':>9}  agree")
        ratios = {}
        for answer in whyd["answers"]:
            name, mine = answer["query"], answer["milliseconds"]
            duck, duck_complaint = fastest(duckdb, name, answer)
            other, chdb_complaint = fastest(chdb, name, answer)
            cold = answer["coldMilliseconds"]
            ratios[name] = (mine / min(duck, other), mine / duck, mine / other, mine, cold / min(duck, other))
            agree = duck_complaint is None and chdb_complaint is None
            print(f"{name:36} {mine:9.2f} {cold:9.2f} {duck:9.2f} {other:9.2f} {ratios[name][0]:9.3f}  "
                  f"{'yes' if agree else 'NO'}")
            for peer, complaint in (("DuckDB", duck_complaint), ("chDB", chdb_complaint)):
                if complaint:
                    self.notes.append(f"{spans:,} spans, {name}, {peer}: {complaint}")
            self.row(name, spans, (mine, duck, other), agree)
        return ratios

    def size(self, size):
        whyd, ingest, busy = read(size, "whyd"), read(size, "ingest"), read(size, "busy")
        duckdb, chdb = read(size, "duckdb"), read(size, "chdb")
        spans = ingest["spans"]
        ratios = self.queries(spans, whyd, duckdb, chdb)
        print("whyd / faster peer:")
        plain = {name: ratio[0] for name, ratio in ratios.items() if not name.startswith("compare")}
        self.target(spans, "geometric mean without compare", geometric(plain.values()), 0.5)
        slowest = max(ratios, key=lambda name: ratios[name][0])
        self.target(spans, f"slowest query ({slowest})", ratios[slowest][0], 1)
        for name in ratios:
            if name.startswith("compare"):
                self.target(spans, f"{name}, whyd / DuckDB", ratios[name][1], 0.1)
        self.target(spans, "trace by id, whyd / each peer", max(ratios["trace by id"][1:3]), 0.1)
        self.target(spans, "trace by id", ratios["trace by id"][3], 5, " ms")
        cold = [ratio[4] for ratio in ratios.values()]
        print(f"  cold, over the faster peer warm: geometric mean {geometric(cold):.2f}, slowest query {max(cold):.2f}")
        print("storing:")
        self.target(spans, "µs a span from OTLP to durable and queryable", ingest["ingestSeconds"] / spans * 1e6, 5)
        self.target(spans, "ingest, whyd / DuckDB from Parquet", ingest["ingestSeconds"] / duckdb["loadSeconds"], 1)
        print(f"  spans a second: whyd {spans / ingest['ingestSeconds']:,.0f}, DuckDB "
              f"{spans / duckdb['loadSeconds']:,.0f}, chDB {spans / chdb['loadSeconds']:,.0f}")
        self.target(spans, "bytes a span on disk", ingest["bytesOnDisk"] / spans, 70)
        self.target(spans, "bytes on disk, whyd / DuckDB", ingest["bytesOnDisk"] / duckdb["bytesOnDisk"], 1)
        print(f"  bytes a span: whyd {ingest['bytesOnDisk'] / spans:.1f}, DuckDB {duckdb['bytesOnDisk'] / spans:.1f}, "
              f"chDB {chdb['bytesOnDisk'] / spans:.1f}")
        self.target(spans, "MiB resident while answering", whyd["peakResidentBytes"] / 2**20, 512)
        slowdown = statistics.median(each["busyMs"] / each["idleMs"] for each in busy)
        asked = spans / ingest["ingestSeconds"] / 2
        self.target(spans, "spans a second asked for / reached", asked / busy[0]["spansPerSecond"], 1.05)
        self.target(spans, f"busy / idle at {busy[0]['spansPerSecond']:,.0f} spans a second, median of queries", slowdown, 2)
        loads = (ingest["ingestSeconds"], duckdb["loadSeconds"], chdb["loadSeconds"])
        self.row("ingest (ms for all spans)", spans, [seconds * 1000 for seconds in loads])


report = Report()
for size in sizes:
    report.size(size)
print("\nmissed targets:" if report.missed else "\nno target was missed")
for each in report.missed:
    print(" ", each)
for note in report.notes:
    print("disagreement:", note)
os.makedirs(os.path.join(here, "results"), exist_ok=True)
with open(os.path.join(here, "results", "latest.json"), "w") as file:
    json.dump(report.results, file, indent=1)
    file.write("\n")
sys.exit(1 if report.notes else 0)
