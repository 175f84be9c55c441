"""Makes spans.parquet of the binary columns that SpanBenchmark wrote."""

import json
import os
import sys

import numpy
import pyarrow
import pyarrow.parquet

directory = sys.argv[1]
columns_directory = os.path.join(directory, "columns")
with open(os.path.join(columns_directory, "columns.json")) as file:
    header = json.load(file)


def column(description, chunk):
    values = numpy.fromfile(os.path.join(columns_directory, f"{description['name']}.{chunk}"), dtype=description["type"])
    if "words" in description:
        return pyarrow.DictionaryArray.from_arrays(values.astype("i4"), description["words"]).cast(pyarrow.string())
    if "prefix" in description:
        distinct, codes = numpy.unique(values, return_inverse=True)
        words = [f"{description['prefix']}{value}" for value in distinct]
        return pyarrow.DictionaryArray.from_arrays(codes.astype("i4"), words).cast(pyarrow.string())
    return pyarrow.array(values)


writer = None
for chunk in range(len(header["chunks"])):
    table = pyarrow.table({each["name"]: column(each, chunk) for each in header["columns"]})
    writer = writer or pyarrow.parquet.ParquetWriter(os.path.join(directory, "spans.parquet"), table.schema)
    writer.write_table(table, row_group_size=122_880)
writer.close()
for name in os.listdir(columns_directory):
    if name != "columns.json":
        os.remove(os.path.join(columns_directory, name))
