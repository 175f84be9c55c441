"""Loads spans.parquet into a peer, runs the queries, and writes their answers and times.

peers.py duckdb|chdb DATA OUTPUT [RUNS]
"""

import json
import os
import shutil
import statistics
import sys
import time

from queries import Dialect

peer, data, output_directory = sys.argv[1], sys.argv[2], sys.argv[3]
runs = int(sys.argv[4]) if len(sys.argv) > 4 else 5
parquet = os.path.join(data, "spans.parquet")
with open(os.path.join(data, "columns", "columns.json")) as file:
    header = json.load(file)


class DuckDB:
    def __init__(self):
        import duckdb

        self.path = os.path.join(output_directory, "spans.duckdb")
        for name in (self.path, self.path + ".wal"):
            if os.path.exists(name):
                os.remove(name)
        self.connection = duckdb.connect(self.path, config={"threads": 2})
        self.version = duckdb.__version__

    def load(self):
        self.connection.execute(f"CREATE TABLE spans AS SELECT * FROM '{parquet}'")
        self.connection.execute("CHECKPOINT")

    def index(self):
        self.connection.execute("CREATE INDEX by_trace ON spans (trace_high)")
        self.connection.execute("CHECKPOINT")

    def bytes(self):
        return os.path.getsize(self.path)

    def run(self, sql):
        result = self.connection.sql(sql).to_arrow_table()
        return lambda: rows_of(result)


class ChDB:
    def __init__(self):
        import chdb
        from chdb import session

        self.path = os.path.join(output_directory, "chdb")
        shutil.rmtree(self.path, ignore_errors=True)
        self.session = session.Session(self.path)
        self.session.query("SET max_threads = 2")
        self.version = chdb.__version__

    def load(self):
        words = ["kind", "status", "service", "name", "service_version", "environment", "host", "pod", "region",
                 "route", "method", "tenant_id", "plan", "variant", "client", "payload"]
        texts = ["user_id", "session_id"]
        numbers = {"trace_high": "UInt64", "trace_low": "UInt64", "span_id": "UInt64", "parent_id": "UInt64",
                   "start": "Int64", "duration": "Int64", "status_code": "Int64", "body_size": "Int64",
                   "cache_hit": "Int64", "retries": "Int64", "cpu": "Float64", "shard": "Int64"}
        columns = [f"{name} LowCardinality(String)" for name in words + texts]
        columns += [f"{name} {kind}" for name, kind in numbers.items()]
        self.session.query("CREATE DATABASE bench ENGINE = Atomic")
        self.session.query(
            f"CREATE TABLE bench.spans ({', '.join(columns)}, "
            "INDEX by_trace trace_high TYPE bloom_filter(0.001) GRANULARITY 1) "
            "ENGINE = MergeTree ORDER BY (service, name, start)")
        self.session.query(f"INSERT INTO bench.spans SELECT * FROM file('{os.path.abspath(parquet)}', Parquet)")
        self.session.query("OPTIMIZE TABLE bench.spans FINAL")
        self.session.query("USE bench")

    def index(self):
        pass

    def bytes(self):
        answer = self.session.query(
            "SELECT sum(bytes_on_disk) FROM system.parts WHERE database = 'bench' AND active", "CSV")
        return int(str(answer).strip())

    def run(self, sql):
        import pyarrow

        result = self.session.query(sql, "Arrow")
        data = result.bytes()
        return lambda: rows_of(pyarrow.ipc.open_file(data).read_all())


def rows_of(table):
    return [list(row) for row in zip(*(column.to_pylist() for column in table.columns))]


def flat(row):
    cells = []
    for cell in row:
        if isinstance(cell, list):
            cells += cell
        elif isinstance(cell, bytes):
            cells.append(cell.decode())
        else:
            cells.append(cell)
    return [cell if isinstance(cell, (str, int, float)) else float(cell) for cell in cells]


def timed(run):
    start = time.perf_counter()
    result = run()
    return (time.perf_counter() - start) * 1000, result


def measure(run):
    """Rows, and the median of the warm runs; few runs where one takes long."""
    first, result = timed(run)
    times = [timed(run)[0] for _ in range(runs if first < 2000 else 2)]
    return statistics.median(times), [flat(row) for row in result()]


def trace_ids():
    """The ids of twenty traces spread over the hour, as QuerySuite.swift picks them."""
    mask = (1 << 64) - 1

    def numbers(seed):
        state = (seed * 0x9E3779B97F4A7C15 + 0xD1B54A32D192ED03) & mask
        while True:
            state = (state + 0x9E3779B97F4A7C15) & mask
            mixed = ((state ^ (state >> 30)) * 0xBF58476D1CE4E5B9) & mask
            mixed = ((mixed ^ (mixed >> 27)) * 0x94D049BB133111EB) & mask
            yield mixed ^ (mixed >> 31)

    traces = sum(header["chunks"]) // 10
    for step in range(20):
        stream = numbers(traces // 20 * step + 1)
        yield next(stream), next(stream)


database = DuckDB() if peer == "duckdb" else ChDB()
load = timed(database.load)[0] / 1000
output = {"peer": peer, "version": database.version, "loadSeconds": load, "bytesOnDisk": database.bytes(), "answers": []}
index = timed(database.index)[0] / 1000
output["indexSeconds"] = index
for name, variants in Dialect(peer, header).queries().items():
    for sql in variants:
        if name == "trace by id":
            lookups = [sql.format(high=high, low=low) for high, low in trace_ids()]
            milliseconds, rows = 0.0, []
            for lookup in lookups:
                once, found = measure(lambda: database.run(lookup))
                milliseconds += once / len(lookups)
                rows += [[f"{row[0]:016x}", row[1]] for row in found]
        else:
            milliseconds, rows = measure(lambda: database.run(sql))
        if name == "attribute equal":
            rows = [[f"{row[0]:016x}"] + row[1:] for row in rows]
        output["answers"].append({"query": name, "milliseconds": milliseconds, "rows": rows})
with open(os.path.join(output_directory, f"{peer}.json"), "w") as file:
    json.dump(output, file)
