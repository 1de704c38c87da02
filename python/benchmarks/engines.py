"""Times dehusk in Python and in engines, beside trafilatura in the same engine, over a Parquet file of pages.

Usage: engines.py PART PAGES, where PART is one of those below and PAGES has the columns `id`, `html` and `url`. Prints
a line for each measurement: a name, pages, and seconds. `cargo xtask engines` runs it and makes a table.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

import dehusk

WORKERS = 2
# The slower one is given every so manyth page; speeds are what is compared.
EACH = 4
# What the faster one is given so many times, so that both jobs take as long and what a job costs at its start (plans,
# and the code that the engine makes of them) weighs the same.
COPIES = 6
# Rows of a batch.
ROWS = 64
# Times that a job runs; medians are told. In the first two the engine still compiles its own code.
ROUNDS = 7


def pages(path: str) -> pa.Table:
    return pq.read_table(path, columns=["id", "html", "url"])


def said(name: str, count: int, seconds: float) -> None:
    print(f"{name} {count} {seconds:.4f}", flush=True)


def timed(run: Callable[[], object], clock: Callable[[], float] = time.perf_counter) -> float:
    began = clock()
    run()
    return clock() - began


def arrow(path: str) -> None:
    """One thread over Arrow: processor time."""
    batches = pages(path).to_batches(max_chunksize=ROWS)
    cleaner = dehusk.Cleaner()
    for _ in range(ROUNDS):
        seconds = timed(lambda: [cleaner.clean_arrow(batch) for batch in batches], time.process_time)
        said("arrow", sum(len(batch) for batch in batches), seconds)


def many(path: str) -> None:
    """`clean_many` with one thread and with two, in turn."""
    rows = pages(path).to_pylist()
    cleaner = dehusk.Cleaner()
    for _ in range(ROUNDS):
        for threads in (1, 2):
            seconds = timed(lambda threads=threads: list(cleaner.clean_many(rows, threads=threads)))  # type: ignore[misc]
            said(f"many-{threads}", len(rows), seconds)


def small(path: str) -> list[dict[str, Any]]:
    """Some pages of less than 40,000 characters."""
    return [row for row in pages(path).to_pylist() if len(row["html"]) < 40_000][:300]


def memory(path: str) -> None:
    """200,000 calls over varied pages; bytes that the process holds after 20,000 and at the end."""
    # Read by another process: what all pages take here would hide what grows.
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        rows = pool.apply(small, (path,))
    cleaner = dehusk.Cleaner()
    for number in range(200_000):
        row = rows[number % len(rows)]
        with contextlib.suppress(dehusk.NoArticle):
            cleaner.clean(row["html"], url=row["url"])
        if number + 1 in (20_000, 200_000):
            with open("/proc/self/statm") as statm:
                said(f"resident-{number + 1}", len(rows), int(statm.read().split()[1]) * os.sysconf("SC_PAGE_SIZE"))


def trafilated(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """The same job with trafilatura."""
    from trafilatura import extract

    for batch in batches:
        texts = [
            extract(html, url=url, with_metadata=True)
            for html, url in zip(batch["html"].to_pylist(), batch["url"].to_pylist())
        ]
        yield pa.record_batch({"id": batch["id"], "text": pa.array(texts, pa.string())})


def spark(path: str) -> None:
    """Parquet to Parquet with Spark, two workers."""
    from pyspark.sql import SparkSession

    from dehusk.spark import clean_dataframe

    os.environ["PYSPARK_PYTHON"] = sys.executable
    builder = SparkSession.builder.master(f"local[{WORKERS}]").config("spark.ui.enabled", "false")
    builder = builder.config("spark.driver.bindAddress", "127.0.0.1").config("spark.driver.host", "127.0.0.1")
    builder = builder.config("spark.driver.memory", "4g").config("spark.sql.parquet.columnarReaderBatchSize", str(ROWS))
    builder = builder.config("spark.sql.execution.arrow.maxRecordsPerBatch", str(ROWS))
    builder = builder.config("spark.driver.extraJavaOptions", "-XX:+UseParallelGC")
    session = builder.config("spark.python.unix.domain.socket.enabled", "true").getOrCreate()
    with tempfile.TemporaryDirectory() as folder:
        all_pages, some = parted(path, folder)
        read = session.read.parquet
        # The first job starts the workers.
        clean_dataframe(read(some)).write.parquet(f"{folder}/warm")
        ours = lambda: clean_dataframe(read(all_pages)).write.mode("overwrite").parquet(f"{folder}/ours")  # noqa: E731
        theirs = lambda: (  # noqa: E731
            read(some)
            .mapInArrow(trafilated, "id string, text string")
            .write.mode("overwrite")
            .parquet(f"{folder}/theirs")
        )
        for _ in range(ROUNDS):
            said("spark-dehusk", COPIES * len(pages(path)), timed(ours))
            said("spark-trafilatura", fewer(path), timed(theirs))
        check(pq.read_table(f"{folder}/ours", columns=["id", "text", "status"]), path)
    session.stop()


def ray(path: str) -> None:
    """Parquet to Parquet with Ray Data, two workers."""
    import ray as engine

    from dehusk.ray import clean_dataset

    engine.init(num_cpus=WORKERS, include_dashboard=False, log_to_driver=False, _node_ip_address="127.0.0.1")
    with tempfile.TemporaryDirectory() as folder:
        all_pages, some = parted(path, folder)
        read = engine.data.read_parquet
        clean_dataset(read(some), batch_size=ROWS).write_parquet(f"{folder}/warm")
        job = lambda: clean_dataset(read(all_pages), batch_size=ROWS).write_parquet(f"{folder}/ours")  # noqa: E731
        said("ray-dehusk", COPIES * len(pages(path)), timed(job))
        check(pq.read_table(f"{folder}/ours", columns=["id", "text", "status"]), path)
    engine.shutdown()


def datatrove(path: str) -> None:
    """Parquet to JSON lines with datatrove's local executor, two tasks."""
    from datatrove.executor import LocalPipelineExecutor
    from datatrove.pipeline.extractors import Trafilatura
    from datatrove.pipeline.readers import ParquetReader
    from datatrove.pipeline.writers import JsonlWriter

    from dehusk.datatrove import DehuskExtractor

    with tempfile.TemporaryDirectory() as folder:
        all_pages, some = parted(path, folder)
        for name, step, read, count in [
            ("datatrove-dehusk", DehuskExtractor(), all_pages, COPIES * len(pages(path))),
            ("datatrove-trafilatura", Trafilatura(timeout=10), some, fewer(path)),
        ]:
            steps = [ParquetReader(read, text_key="html", id_key="id"), step, JsonlWriter(f"{folder}/{name}")]
            log = f"{folder}/{name}-log"
            executor = LocalPipelineExecutor(steps, tasks=WORKERS, workers=WORKERS, logging_dir=log)
            said(name, count, timed(executor.run))


def fewer(path: str) -> int:
    return len(range(0, len(pages(path)), EACH))


def parted(path: str, folder: str) -> tuple[str, str]:
    """All pages many times, and fewer pages, each in two files."""
    table = pages(path)
    some = table.take(list(range(0, len(table), EACH)))
    for name, rows in [("all", pa.concat_tables([table] * COPIES)), ("some", some)]:
        Path(folder, name).mkdir()
        half = len(rows) // 2
        for part, share in enumerate([rows.slice(0, half), rows.slice(half)]):
            pq.write_table(share, f"{folder}/{name}/{part}.parquet", row_group_size=ROWS)
    return f"{folder}/all", f"{folder}/some"


def check(cleaned: pa.Table, path: str) -> None:
    """The articles are those of the cleaner itself."""
    expected: dict[str, Any] = {}
    for batch in pages(path).to_batches(max_chunksize=ROWS):
        rows = pa.record_batch(dehusk.Cleaner().clean_arrow(batch))
        expected.update(zip(rows["id"].to_pylist(), rows["text"].to_pylist()))
    assert len(cleaned) == COPIES * len(expected)
    assert all(expected[row["id"]] == row["text"] for row in cleaned.to_pylist())


if __name__ == "__main__":
    {"arrow": arrow, "many": many, "memory": memory, "spark": spark, "ray": ray, "datatrove": datatrove}[sys.argv[1]](
        sys.argv[2]
    )
