"""The promise: dehusk stands where datatrove's Trafilatura extractor stands."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from datatrove.executor import LocalPipelineExecutor
from datatrove.pipeline.readers import JsonlReader
from datatrove.pipeline.writers import JsonlWriter

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
