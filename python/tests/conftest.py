"""Pages of the project's fixtures, and what the command makes of them."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

FIXTURES = Path(__file__).parents[2] / "fixtures" / "pages"


@pytest.fixture(scope="session")
def pages() -> list[dict[str, Any]]:
    """All pages that are UTF-8, with an id and an address each."""
    pages = []
    for folder in sorted(FIXTURES.iterdir()):
        source = folder / "source.html"
        try:
            html = source.read_bytes().decode()
        except UnicodeDecodeError:
            continue
        pages.append({"id": folder.name, "html": html, "url": f"https://{folder.name}.example/page"})
    assert len(pages) > 20
    return pages


@pytest.fixture(scope="session")
def articles(pages: list[dict[str, Any]], tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    """The articles that the command writes as JSON lines, by id."""
    folder = tmp_path_factory.mktemp("command")
    source, output = folder / "pages.jsonl", folder / "out.jsonl"
    source.write_text("".join(json.dumps(page) + "\n" for page in pages))
    command = os.environ.get("DEHUSK_COMMAND", "dehusk")
    subprocess.run([command, "clean", source, "-o", output, "-q"], check=True)
    rows = [json.loads(line) for line in output.read_text().splitlines()]
    return {row["id"]: row for row in rows}
