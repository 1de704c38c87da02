"""The promise: Spark's articles are the command's, and poison costs no row and no job."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from pyspark.sql import SparkSession

from dehusk.spark import clean_dataframe


@pytest.fixture(scope="module")
def spark() -> Iterator[SparkSession]:
    os.environ["PYSPARK_PYTHON"] = sys.executable
    builder = SparkSession.builder.master("local[2]").appName("dehusk")
    builder = builder.config("spark.ui.enabled", "false").config("spark.driver.bindAddress", "127.0.0.1")
    builder = builder.config("spark.driver.host", "127.0.0.1").config("spark.sql.shuffle.partitions", "2")
    session = builder.config("spark.sql.execution.arrow.maxRecordsPerBatch", "16").getOrCreate()
    yield session
    session.stop()


def test_parquet_to_parquet(
    spark: SparkSession, tmp_path: Path, pages: list[dict[str, Any]], articles: dict[str, dict[str, Any]]
) -> None:
    rows = [{**page, "label": number} for number, page in enumerate(pages)]
    poison = [
        {"id": f"poison{n}", "html": html, "url": None, "label": -1}
        for n, html in enumerate([None, "PK\x03\x04\x14\0"])
    ]
    (tmp_path / "in").mkdir()
    schema = pa.schema({"id": pa.string(), "html": pa.string(), "url": pa.string(), "label": pa.int64()})
    for part, some in enumerate([rows[::2] + poison, rows[1::2], poison]):
        pq.write_table(pa.Table.from_pylist(some, schema), tmp_path / "in" / f"{part}.parquet")
    cleaned = clean_dataframe(spark.read.parquet(str(tmp_path / "in")))
    cleaned.write.parquet(str(tmp_path / "out"))
    out = pq.read_table(tmp_path / "out").to_pylist()
    assert len(out) == len(rows) + 4
    kept = {row["id"]: row["text"] for row in out if row["status"] == "kept"}
    assert kept == {id: row["text"] for id, row in articles.items()}
    assert sorted(row["label"] for row in out if row["label"] >= 0) == list(range(len(rows)))
    nameless = clean_dataframe(spark.read.parquet(str(tmp_path / "in")).drop("id"))
    assert nameless.where("id is null and status = 'kept'").count() == len(articles)
    poisoned = [row for row in out if row["id"].startswith("poison")]
    assert {row["status"] for row in poisoned} == {"failed"} and all(row["reason"] for row in poisoned)
