"""Parquet as other people's tools have it: `table.py make LINES OUT` writes JSON lines as a table with pyarrow,
`table.py articles TABLE` prints the rows of one as JSON lines of text and title.
"""

import io
import json
import sys

import pyarrow as pa
import pyarrow.parquet as pq


def rows(path: str):
    with pa.input_stream(path, compression="zstd") as stream:
        for line in io.TextIOWrapper(stream, encoding="utf-8"):
            yield json.loads(line)


if sys.argv[1] == "make":
    table = pa.Table.from_pylist(list(rows(sys.argv[2])))
    pq.write_table(table, sys.argv[3], compression="zstd", row_group_size=200)
else:
    file = pq.ParquetFile(sys.argv[2])
    for batch in file.iter_batches(columns=["text", "title"]):
        for row in batch.to_pylist():
            print(json.dumps({"text": row["text"], "title": row["title"]}))
