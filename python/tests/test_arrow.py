"""The promise: a batch in, a batch out, row for row, for any library that speaks Arrow."""

from __future__ import annotations

import signal
import threading
import time
from typing import Any

import polars as pl
import pyarrow as pa
import pytest

import dehusk

Pages = list[dict[str, Any]]


def test_rows_are_those_of_the_command(pages: Pages, articles: dict[str, dict[str, Any]]) -> None:
    table = pa.Table.from_pylist(pages).append_column("label", pa.array(range(len(pages))))
    cleaner = dehusk.Cleaner()
    cleaned = pa.record_batch(cleaner.clean_arrow(table, threads=2))
    assert cleaned.equals(pa.record_batch(cleaner.clean_arrow(table)))
    assert cleaned.schema.equals(pa.schema(dehusk.arrow_schema(table.schema)))
    assert cleaned["label"].to_pylist() == list(range(len(pages)))
    assert "quality_signals" not in cleaned.schema.names
    for page, row in zip(pages, cleaned.to_pylist()):
        article = articles.get(page["id"])
        assert row["id"] == page["id"]
        assert (row["status"], row["text"]) == (("kept", article["text"]) if article else ("dropped", None))
        assert (row["reason"] is None) == (article is not None)
        if article:
            assert dict(row["removed"] or []) == article.get("removed", {})
            assert row["title"] == article.get("title")


@pytest.mark.parametrize("kind", [pa.string(), pa.large_string(), pa.string_view(), pa.binary(), pa.large_binary()])
def test_documents_may_be_any_kind_of_text(kind: pa.DataType) -> None:
    pages = ["<p>A page with as many words as it needs.</p>", None]
    batch = pa.record_batch({"page": pa.array(pages, pa.string()).cast(kind)})
    cleaned = pa.record_batch(dehusk.Cleaner().clean_arrow(batch, html="page"))
    assert cleaned["text"].to_pylist() == ["A page with as many words as it needs.", None]
    assert cleaned["status"].to_pylist() == ["kept", "failed"]
    assert "page is null" in cleaned["reason"].to_pylist()[1]


def test_nothing_of_the_input_is_lost() -> None:
    columns = {
        "text": ["Some words of a text.", ""],
        "title": ["Theirs", "Too"],
        "status": [200, 404],
        "x": [[1], None],
    }
    cleaned = pa.record_batch(dehusk.Cleaner().clean_arrow(pa.record_batch(columns)))
    assert cleaned["title"].to_pylist() == ["Theirs", "Too"]
    assert cleaned["metadata"].to_pylist() == ['{"status":200}', '{"status":404}']
    assert cleaned["x"].to_pylist() == [[1], None]
    assert cleaned["status"].to_pylist() == ["kept", "dropped"]


def test_tables_of_other_libraries() -> None:
    frame = pl.DataFrame({"text": ["One text of words.", "Another text of words."], "n": [1, 2]})
    cleaned = pl.DataFrame(dehusk.Cleaner().clean_arrow(frame))
    assert cleaned["text"].to_list() == frame["text"].to_list() and cleaned["n"].to_list() == [1, 2]
    assert len(dehusk.Cleaner().clean_arrow(pa.table({"text": pa.array([], pa.string())}))) == 0


@pytest.mark.parametrize("threads", [1, 3])
def test_rows_without_an_id_have_none(threads: int) -> None:
    texts = [f"The text of number {number}, in words." for number in range(1000)]
    ids = [None if number % 2 else f"row {number}" for number in range(1000)]
    kinds = pa.array([str(number % 3) for number in range(1000)]).dictionary_encode()
    for columns, expected in [
        ({"text": texts, "kind": kinds}, [None] * 1000),
        ({"text": texts, "id": ids, "kind": kinds}, ids),
    ]:
        batch = pa.record_batch(columns)
        cleaner = dehusk.Cleaner()
        cleaned = pa.record_batch(cleaner.clean_arrow(batch, threads=threads))
        assert cleaned["id"].to_pylist() == cleaned["source"].to_pylist() == expected
        assert cleaned["text"].to_pylist() == texts and set(cleaned["status"].to_pylist()) == {"kept"}
        # What is handed through is not even copied.
        assert [part and part.address for part in cleaned["kind"].buffers()] == [
            part and part.address for part in kinds.buffers()
        ]
        # Where an engine cuts its batches changes nothing.
        parts = [pa.record_batch(cleaner.clean_arrow(batch.slice(at, 70))) for at in range(0, 1000, 70)]
        assert pa.Table.from_batches(parts).to_pylist() == cleaned.to_pylist()


@pytest.mark.parametrize("threads", [1, 2])
def test_a_batch_can_be_interrupted(pages: Pages, threads: int) -> None:
    table = pa.Table.from_pylist(pages * 100)
    threading.Timer(0.5, signal.raise_signal, [signal.SIGINT]).start()
    began = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        dehusk.Cleaner().clean_arrow(table, threads=threads)
    assert time.monotonic() - began < 3


def test_a_column_of_nulls_may_be_that_of_the_documents() -> None:
    batch = pa.record_batch({"n": pa.nulls(20), "html": pa.nulls(20)})
    cleaned = pa.record_batch(dehusk.Cleaner().clean_arrow(batch))
    assert set(cleaned["status"].to_pylist()) == {"failed"} and cleaned["n"].type == pa.null()
    assert cleaned.schema.equals(pa.schema(dehusk.arrow_schema(batch.schema)))


@pytest.mark.parametrize("rows", [1, 20])
def test_reasons_tell_of_settings(rows: int) -> None:
    batch = pa.record_batch({"text": ["x" * 100] * rows})
    cleaned = pa.record_batch(dehusk.Cleaner(max_bytes=10).clean_arrow(batch))
    assert set(cleaned["reason"].to_pylist()) == {"too-large: more than the limit of 10 bytes; see max_bytes"}
    assert set(cleaned["status"].to_pylist()) == {"dropped"}


def test_what_is_no_batch_or_has_no_document_is_said() -> None:
    for other in ([1, 2], None):
        with pytest.raises(TypeError, match=r"a record batch or table of Arrow .* not (list|NoneType)"):
            dehusk.Cleaner().clean_arrow(other)
        with pytest.raises(TypeError):
            dehusk.arrow_schema(other)
    with pytest.raises(dehusk.SettingsError, match=r"none of its fields \(a\) .* name it with html= or text="):
        dehusk.Cleaner().clean_arrow(pa.record_batch({"a": ["x"]}))
    with pytest.raises(dehusk.SettingsError, match="its column n is Int64, and no text"):
        dehusk.Cleaner().clean_arrow(pa.record_batch({"n": [1], "html": ["x"]}), html="n")
    with pytest.raises(dehusk.SettingsError, match="it has no field page"):
        dehusk.arrow_schema(pa.schema({"text": pa.string()}), html="page")
    absent: list[dict[str, Any]] = [{"id": "kye"}, {"url": "kye"}, {"id": "kye", "text": "text"}]
    for columns in absent:
        with pytest.raises(dehusk.SettingsError, match="it has no field kye; it has key, text"):
            dehusk.Cleaner().clean_arrow(pa.record_batch({"key": ["a"], "text": ["x"]}), **columns)
