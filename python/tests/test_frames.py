"""The promise: frames in, frames out, with the command's articles."""

from __future__ import annotations

from typing import Any

import pandas as pd
import polars as pl

from dehusk import frames


def test_pandas_and_polars(pages: list[dict[str, Any]], articles: dict[str, dict[str, Any]]) -> None:
    expected = [articles.get(page["id"], {}).get("text") for page in pages]
    frame = pd.DataFrame(pages, index=range(10, 10 + len(pages)))
    cleaned = frames.clean_pandas(frame)
    assert cleaned["text"].where(cleaned["text"].notna(), None).tolist() == expected
    assert cleaned.index.equals(frame.index)
    assert frames.clean_polars(pl.DataFrame(pages), html="html", comments="drop")["text"].to_list() == expected
