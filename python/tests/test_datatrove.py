"""The promise: dehusk stands where datatrove's Trafilatura extractor stands."""

from __future__ import annotations

import gzip
import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from datatrove.data import Document
from datatrove.executor import LocalPipelineExecutor
from datatrove.pipeline.readers import JsonlReader
from datatrove.pipeline.writers import JsonlWriter
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

import dehusk
from dehusk.datatrove import DehuskExtractor, DehuskFormatter


def test_two_tasks(tmp_path: Path, pages: list[dict[str, Any]], articles: dict[str, dict[str, Any]]) -> None:
    source, output = tmp_path / "in", tmp_path / "out"
    source.mkdir()
    poison = {"id": "poison", "html": "PK\u0003\u0004\u0014\u0000\u0000\u0000", "url": "https://p.example/"}
    for part in range(2):
        lines = "".join(json.dumps(page) + "\n" for page in [*pages[part::2], poison])
        (source / f"{part}.jsonl").write_text(lines)
    executor = LocalPipelineExecutor(
        pipeline=[
            JsonlReader(str(source), text_key="html", id_key="id"),
            DehuskExtractor(),
            DehuskFormatter(),
            JsonlWriter(str(output), compression=None),
        ],
        tasks=2,
        workers=1,
        logging_dir=str(tmp_path / "log"),
    )
    executor.run()
    rows = [json.loads(line) for file in sorted(output.glob("*.jsonl")) for line in file.read_text().splitlines()]
    assert {row["id"]: row["text"] for row in rows} == {id: row["text"] for id, row in articles.items()}
    assert all(row["metadata"]["url"].endswith(".example/page") for row in rows)
    stats = json.loads((tmp_path / "log" / "stats.json").read_text())
    counted = {name: count for step in stats for name, count in step["stats"].items() if "unsupported" in name}
    assert counted, stats


def test_whatever_a_reader_gives_fails_no_task() -> None:
    page = "<article><p>A page with as many words as it needs.</p></article>"
    odd: list[Any] = [
        Document(page, 7, metadata={"url": 7}),
        Document(page, None, metadata={"url": ["https://a.example/"]}),
        Document(7, "no text", metadata={}),
    ]
    extractor = DehuskExtractor(keep_dropped=True)
    assert [document.text[:6] for document in extractor.run(iter(odd))] == ["A page", "A page", ""]
    assert odd[0].metadata["source"] == "7" and odd[0].metadata["url"] == 7
    assert "source" not in odd[1].metadata
    assert odd[2].metadata["dehusk_reason"] == "TypeError"
    counted = {name: stat.total for name, stat in extractor.stats.stats.items()}
    assert (counted["kept"], counted["failed"], counted["failed_TypeError"]) == (2, 1, 1)
    with pytest.raises(dehusk.SettingsError, match="there is no setting comments; there are quotes, unicode"):
        DehuskFormatter(comments="keep")
    assert [document.text for document in DehuskFormatter().run(iter([Document(7, "no text")]))] == [7]


def test_what_is_too_large_is_dropped() -> None:
    extractor = DehuskExtractor(max_bytes=10)
    assert list(extractor.run(iter([Document("A text of more bytes.", "id")]))) == []
    assert extractor.stats.stats["dropped_too-large"].total == 1 and "failed" not in extractor.stats.stats


def test_the_example_runs_as_it_stands(
    tmp_path: Path, pages: list[dict[str, Any]], articles: dict[str, dict[str, Any]]
) -> None:
    (tmp_path / "warcs").mkdir()
    for part in range(2):
        with open(tmp_path / "warcs" / f"{part}.warc.gz", "wb") as file:
            writer = WARCWriter(file, gzip=True)
            for page in pages[part:20:2]:
                headers = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1")
                payload = io.BytesIO(page["html"].encode())
                writer.write_record(writer.create_warc_record(page["url"], "response", payload, http_headers=headers))
    example = Path(__file__).parents[1] / "examples" / "datatrove_job.py"
    call = [sys.executable, str(example), str(tmp_path / "warcs"), str(tmp_path / "out")]
    done = subprocess.run(call, cwd=tmp_path, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    files = [gzip.decompress(file.read_bytes()) for file in (tmp_path / "out").glob("*.gz")]
    texts = {json.loads(line)["text"] for file in files for line in file.splitlines()}
    assert texts & {row["text"] for row in articles.values()}
