"""Holds whyd's answers against the peers', prints the table of ratios, and writes results/latest.json."""

import json
import math
import os
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
    return math.exp(sum(map(math.log, ratios)) / len(ratios))


results, notes = [], []
for size in sizes:
    whyd, duckdb, chdb = read(size, "whyd"), read(size, "duckdb"), read(size, "chdb")
    spans = whyd["spans"]
    print(f"\n{spans:,} spans x 20 attributes; DuckDB {duckdb['version']}, chDB {chdb['version']}; ms, warm, 2 threads")
    print(f"{'query':36} {'whyd':>9} {'DuckDB':>9} {'chDB':>9} {'/ faster':>9}  agree")
    ratios = []
    for answer in whyd["answers"]:
        name = answer["query"]
        duck, duck_complaint = fastest(duckdb, name, answer)
        chdb_time, chdb_complaint = fastest(chdb, name, answer)
        ratio = answer["milliseconds"] / min(duck, chdb_time)
        if not name.startswith("compare"):
            ratios.append(ratio)
        agree = duck_complaint is None and chdb_complaint is None
        print(f"{name:36} {answer['milliseconds']:9.2f} {duck:9.2f} {chdb_time:9.2f} {ratio:9.3f}  {'yes' if agree else 'NO'}")
        for peer, complaint in (("DuckDB", duck_complaint), ("chDB", chdb_complaint)):
            if complaint:
                notes.append(f"{spans:,} spans, {name}, {peer}: {complaint}")
        results.append({
            "query": name, "spans": spans, "whydMs": round(answer["milliseconds"], 3), "duckdbMs": round(duck, 3),
            "chdbMs": round(chdb_time, 3), "agree": agree,
        })
    print(f"geometric mean of the ratios without compare: {geometric(ratios):.3f}")
    rate = spans / whyd["ingestSeconds"] if whyd["ingestSeconds"] else 0
    print(f"ingest: whyd {rate:,.0f} spans/s from OTLP, DuckDB {spans / duckdb['loadSeconds']:,.0f}, "
          f"chDB {spans / chdb['loadSeconds']:,.0f} rows/s from Parquet")
    print(f"disk: whyd {whyd['bytesOnDisk'] / spans:.1f}, DuckDB {duckdb['bytesOnDisk'] / spans:.1f}, "
          f"chDB {chdb['bytesOnDisk'] / spans:.1f} bytes a span; whyd resident {whyd['residentBytes'] / 2**20:.0f} MiB")
    results.append({
        "query": "ingest (ms for all spans)", "spans": spans, "whydMs": round(whyd["ingestSeconds"] * 1000, 1),
        "duckdbMs": round(duckdb["loadSeconds"] * 1000, 1), "chdbMs": round(chdb["loadSeconds"] * 1000, 1), "agree": True,
    })
for note in notes:
    print("disagreement:", note)
os.makedirs(os.path.join(here, "results"), exist_ok=True)
with open(os.path.join(here, "results", "latest.json"), "w") as file:
    json.dump(results, file, indent=1)
    file.write("\n")
sys.exit(1 if notes else 0)
