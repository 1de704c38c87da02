"""The promise: Ray Data's articles are the command's."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import ray

from dehusk.ray import clean_dataset


@pytest.fixture(scope="module")
def cluster() -> Iterator[None]:
    ray.init(num_cpus=2, include_dashboard=False, log_to_driver=False, _node_ip_address="127.0.0.1")
    yield
    ray.shutdown()


@pytest.mark.usefixtures("cluster")
def test_batches(pages: list[dict[str, Any]], articles: dict[str, dict[str, Any]]) -> None:
    poison = {"id": "poison", "html": "PK\x03\x04\x14\0", "url": ""}
    rows = clean_dataset(ray.data.from_items([*pages, poison]), batch_size=16).take_all()
    assert len(rows) == len(pages) + 1
    kept = {row["id"]: row["text"] for row in rows if row["status"] == "kept"}
    assert kept == {id: row["text"] for id, row in articles.items()}
    assert [row["status"] for row in rows if row["id"] == "poison"] == ["failed"]
