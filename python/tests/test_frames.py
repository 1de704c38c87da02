"""The promise: frames in, frames out, with the command's articles."""

from __future__ import annotations

from typing import Any

import datasets
import pandas as pd
import polars as pl
import pytest

from dehusk import frames


def test_pandas_and_polars(pages: list[dict[str, Any]], articles: dict[str, dict[str, Any]]) -> None:
    expected = [articles.get(page["id"], {}).get("text") for page in pages]
    frame = pd.DataFrame(pages, index=range(10, 10 + len(pages)))
    cleaned = frames.clean_pandas(frame)
    assert cleaned["text"].where(cleaned["text"].notna(), None).tolist() == expected
    assert cleaned.index.equals(frame.index)
    assert frames.clean_polars(pl.DataFrame(pages), html="html", comments="drop")["text"].to_list() == expected


def test_frames_without_rows() -> None:
    for frame in (pd.DataFrame({"html": [], "n": []}), pd.DataFrame(columns=["html", "n"])):
        cleaned = frames.clean_pandas(frame)
        assert len(cleaned) == 0 and {"text", "status", "n"} <= set(cleaned.columns)
    assert frames.clean_polars(pl.DataFrame({"html": []})).height == 0
    assert frames.clean_polars(pl.DataFrame({"html": ["Some words."], "n": [None]}))["n"].to_list() == [None]


def test_frames_without_an_id() -> None:
    texts = [f"The text of number {number}, in words." for number in range(20)]
    dataset = datasets.Dataset.from_dict({"text": [*texts, None]})
    for rows in (
        frames.clean_pandas(pd.DataFrame({"text": [*texts, None]})).to_dict("records"),
        frames.clean_polars(pl.DataFrame({"text": [*texts, None]})).to_dicts(),
        frames.clean_datasets(dataset, batch_size=3).to_list(),
        list(frames.clean_datasets(dataset.to_iterable_dataset(), batch_size=3)),
    ):
        assert all(pd.isna(row["id"]) for row in rows)
        assert [row["text"] for row in rows[:-1]] == texts and rows[-1]["status"] == "failed"


@pytest.mark.parametrize("processes", [None, 2])
def test_datasets(pages: list[dict[str, Any]], articles: dict[str, dict[str, Any]], processes: int | None) -> None:
    poison: dict[str, Any] = {"id": "poison", "html": None, "url": None, "label": 7}
    dataset = datasets.Dataset.from_list([poison, *({**page, "label": 7} for page in pages)])
    cleaned = frames.clean_datasets(dataset, batch_size=16, num_proc=processes).to_list()
    assert [row["text"] for row in cleaned] == [None, *(articles.get(page["id"], {}).get("text") for page in pages)]
    assert (cleaned[0]["status"], {row["label"] for row in cleaned}) == ("failed", {7})


def test_datasets_of_splits_and_streams(pages: list[dict[str, Any]]) -> None:
    dataset = datasets.Dataset.from_list([{**page, "label": 7} for page in pages[:20]])
    expected = frames.clean_datasets(dataset).to_list()
    splits = frames.clean_datasets(datasets.DatasetDict({"train": dataset, "test": dataset}))
    assert {name: split.to_list() for name, split in splits.items()} == {"train": expected, "test": expected}
    stream = dataset.to_iterable_dataset()
    for each in (stream, datasets.IterableDataset.from_generator(lambda: iter(dataset.to_list()))):
        assert list(frames.clean_datasets(each, batch_size=8)) == expected
    assert list(frames.clean_datasets(datasets.IterableDatasetDict({"train": stream}))["train"]) == expected
    with pytest.raises(ValueError, match="num_proc"):
        frames.clean_datasets(stream, num_proc=2)
