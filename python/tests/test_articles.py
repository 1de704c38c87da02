"""The promise: what Python gets is what the command writes."""

from __future__ import annotations

import contextlib
import itertools
import multiprocessing
import pickle
import re
import threading
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

import dehusk

PAGE = "<nav><a href=/>Home</a></nav><article><p>The bridge is to be repaired in the spring, they said.</p></article>"
Pages = list[dict[str, Any]]


def test_articles_are_those_of_the_command(pages: Pages, articles: dict[str, dict[str, Any]]) -> None:
    kept = 0
    for page in pages:
        row = articles.get(page["id"])
        try:
            article = dehusk.clean(page["html"], url=page["url"], id=page["id"])
        except dehusk.Dropped:
            assert row is None
            continue
        assert row is not None
        kept += 1
        assert article.text == row["text"]
        apart = ("text", "id", "removed", "comments")
        assert article.metadata == {name: value for name, value in row.items() if name not in apart}
        assert len(article.removed) == sum(row.get("removed", {}).values())
    assert kept == len(articles) > 20


def test_an_article_says_what_is_known() -> None:
    article = dehusk.clean(PAGE, url="https://a.example/b")
    assert article.text == str(article) == "The bridge is to be repaired in the spring, they said."
    assert article.metadata["url"] == "https://a.example/b"
    assert article.quality is not None and 0 < article.quality <= 1
    assert [(span["category"], span["text"]) for span in article.removed] == [("navigation", "Home")]
    assert article.comments is None
    assert "11 words" in repr(article)


def test_a_text_has_a_quality_where_it_has_lines_to_judge() -> None:
    line = "The bridge over the river is to be repaired in the spring, the council said on Thursday.\n\n"
    kinds: list[dict[str, Any]] = [{}, {"text_kind": "page"}, {"text_kind": "extracted"}]
    for settings in kinds:
        few, enough = (
            dehusk.clean("".join(f"{n}. {line}" for n in range(lines)), **settings).quality for lines in (3, 9)
        )
        assert few is None and enough is not None and 0 < enough <= 1


def test_an_address_among_the_settings_is_for_documents_without_one() -> None:
    cleaner = dehusk.Cleaner(url="https://a.example/setting")
    many = cleaner.clean_many([PAGE, (PAGE, "https://a.example/own"), {"html": PAGE, "url": "https://a.example/own"}])
    batch = pa.record_batch({"html": [PAGE, PAGE], "url": [None, "https://a.example/own"]})
    rows = pa.record_batch(cleaner.clean_arrow(batch))
    setting, own = "https://a.example/setting", "https://a.example/own"
    assert [result.metadata["url"] for result in many if isinstance(result, dehusk.Article)] == [setting, own, own]
    assert rows["url"].to_pylist() == [setting, own]
    assert cleaner.clean(PAGE, url=own).metadata["url"] == own and cleaner.clean(PAGE).metadata["url"] == setting


def test_bytes_have_a_charset_and_text_has_none() -> None:
    page = "<meta charset=windows-1251><article><p>Мост через реку отремонтируют весной, сообщил совет.</p></article>"
    text = "Мост через реку отремонтируют весной, сообщил совет."
    assert dehusk.clean(page.encode("windows-1251")).text == text
    assert dehusk.clean(page).text == text


def test_halves_of_surrogate_pairs_are_put_together_or_replaced_once() -> None:
    whole = dehusk.clean("A smile \ud83d\ude00 is here in a text.")
    assert whole.text == "A smile \U0001f600 is here in a text."
    assert "metadata" not in whole.metadata
    alone = dehusk.clean("A half \ud83d is here, and a caf\udce9.")
    assert alone.text == "A half \ufffd is here, and a caf\ufffd."
    assert alone.metadata["metadata"] == {"replaced_characters": 2}
    assert next(dehusk.clean_many(["A half \ud83d is here, and a caf\udce9."])) == alone
    assert dehusk.normalize("\ud83d\ude00 caf\udce9") == "\U0001f600 caf\ufffd"
    named = dehusk.clean("Some words of a text.", url="https://a.example/\ud83d\ude00", id="\ud83d")
    assert named.metadata["url"] == "https://a.example/\U0001f600"
    assert "Some words" in dehusk.explain("Some words of a text.", url="\udce9", id="\udce9")
    with pytest.raises(dehusk.SettingsError, match="caf\ufffd"):
        dehusk.Cleaner(charset="caf\udce9")


def test_there_may_be_no_article() -> None:
    with pytest.raises(dehusk.Dropped) as dropped:
        dehusk.clean("")
    assert dropped.value.reason == "empty"
    with pytest.raises(dehusk.DocumentError) as failed:
        dehusk.clean(b"PK\x03\x04\x14\0\0\0")
    assert failed.value.reason == "unsupported" and "zip" in str(failed.value)
    with pytest.raises(dehusk.Dropped) as large:
        dehusk.clean("x" * 2000, max_bytes=1000)
    assert (large.value.reason, str(large.value)) == ("too-large", "more than the limit of 1000 bytes; see max_bytes")
    assert "dropped: more than the limit" in dehusk.explain("x" * 2000, max_bytes=1000)
    for error in (dropped.value, failed.value, large.value):
        again = pickle.loads(pickle.dumps(error))
        assert (type(again), again.reason, str(again)) == (type(error), error.reason, str(error))
    with pytest.raises(TypeError, match="str or bytes, not int"):
        dehusk.clean(3)  # type: ignore[arg-type]


def test_settings_are_the_flags() -> None:
    assert "[" not in dehusk.clean(PAGE).text
    cleaner = dehusk.Cleaner(keep=["share", "navigation"], comments="keep", drop_selector=None)
    assert cleaner.settings == {"keep": ["share", "navigation"], "comments": "keep"}
    assert dehusk.clean("<h1>A title</h1><p>And <b>some</b> words below it, as many as needed.</p>", to="markdown")
    with pytest.raises(dehusk.SettingsError, match=r"no setting coments; there are .*comments"):
        dehusk.Cleaner(coments="keep")
    with pytest.raises(ValueError, match="keep, drop, only"):
        dehusk.Cleaner(comments="perhaps")
    with pytest.raises(dehusk.DehuskError, match="p\\["):
        dehusk.Cleaner(drop_selector="p[")


WRONG: list[tuple[dict[str, Any], str]] = [
    ({"quotes": "round"}, "invalid value 'round' for 'quotes' [possible values: ascii, keep, typographic]"),
    ({"drop_selector": "p["}, "drop_selector `p[`: "),
    ({"max_depth": 9999}, "invalid value '9999' for 'max_depth': "),
    ({"keep": "share", "drop": ["share"]}, "keep and drop both name share"),
    ({"from": "jsonl"}, "from: a document is one text or page, and no file of many [possible values: auto, text, "),
]
OF_ANOTHER_TYPE: list[tuple[dict[str, Any], str]] = [
    ({"keep": [["caption"]]}, "keep takes a str or an int, or a list of them, not list"),
    ({"max_bytes": True}, "max_bytes takes a str or an int, or a list of them, not bool"),
    ({"quotes": b"keep"}, "quotes takes a str or an int, or a list of them, not bytes"),
    ({"rules": 3}, "rules takes a path, or a list of them, not int"),
]


def test_more_threads_than_anybody_has_are_no_burden() -> None:
    began = time.monotonic()
    assert len(list(dehusk.Cleaner().clean_many([PAGE], threads=1_000_000))) == 1
    assert time.monotonic() - began < 5


def test_what_is_wrong_is_said_in_words_of_python() -> None:
    for settings, said in WRONG:
        with pytest.raises(dehusk.SettingsError) as raised:
            dehusk.Cleaner(**settings)
        assert str(raised.value).startswith(said) and "--" not in str(raised.value)
    for settings, said in OF_ANOTHER_TYPE:
        with pytest.raises(TypeError, match=re.escape(said)):
            dehusk.Cleaner(**settings)
        with pytest.raises(TypeError, match=re.escape(said)):
            dehusk.clean(PAGE, **settings)
    # Also where a setting of an equal value is known already.
    assert dehusk.clean(PAGE, max_depth=1) and dehusk.clean(PAGE, max_depth=[1])
    for value in (True, 1.0, [True], frozenset([True])):
        with pytest.raises(TypeError, match=r"max_depth takes a str or an int, or a list of them, not (bool|float)"):
            dehusk.clean(PAGE, max_depth=value)
    cleaner = dehusk.Cleaner()
    calls: list[Any] = [
        partial(cleaner.clean_many, [PAGE]),
        partial(cleaner.clean_arrow, pa.record_batch({"text": [PAGE]})),
    ]
    for call in calls:
        with pytest.raises(dehusk.SettingsError, match="there cannot be -1 threads"):
            call(threads=-1)
        with pytest.raises(TypeError, match="threads takes an int"):
            call(threads="2")
    with pytest.raises(TypeError, match="a str is needed, not int"):
        dehusk.clean(PAGE, url=3)  # type: ignore[arg-type]


def test_everything_says_what_it_is_for() -> None:
    assert "`comments` (`keep`, `drop`, `only`)" in (dehusk.Cleaner.__doc__ or "")
    for kind in (dehusk.Article, dehusk.Cleaner):
        for name in (name for name in vars(kind) if not name.startswith("_")):
            assert getattr(kind, name).__doc__, name
    for name in set(dehusk.__all__) - {"__version__"}:
        assert getattr(dehusk, name).__doc__, name


def test_many_are_taken_as_they_are_needed(pages: Pages) -> None:
    taken = itertools.count()
    endless = (page for page in itertools.cycle(pages) if next(taken) >= 0)
    results = dehusk.clean_many(endless, threads=2)
    assert all(isinstance(next(results), dehusk.Article) for _ in range(5))
    assert 5 < next(taken) < 200


def test_what_is_ready_is_given_before_more_is_taken() -> None:
    taken = 0

    def slow() -> Iterator[str]:
        nonlocal taken
        for _ in range(6):
            time.sleep(0.2)
            taken += 1
            yield PAGE

    found = []
    for result in dehusk.clean_many(slow(), threads=8):
        assert isinstance(result, dehusk.Article)
        found.append(taken)
    # None waits for all, and mostly not even for the next.
    assert found[0] <= 2 and found == sorted(found) and len(found) == 6


def test_one_document_is_not_many() -> None:
    documents: list[Any] = ["The pier", b"The pier", bytearray(b"The pier"), {"html": "The pier"}]
    for document in documents:
        with pytest.raises(TypeError, match=f"iterable of documents.* one {type(document).__name__}; see clean"):
            dehusk.clean_many(document)


def test_many_come_in_order_and_cost_one_another_nothing(pages: Pages) -> None:
    documents: list[Any] = [*pages, "", 7]
    results = dehusk.clean_many(iter(documents), threads=2)
    assert next(iter(results)) is not None
    rest = list(results)
    assert len(rest) == len(pages) + 1
    assert isinstance(rest[-2], dehusk.Dropped) and isinstance(rest[-1], TypeError)
    alone = [dehusk.clean(page["html"], url=page["url"], id=page["id"]) for page in pages[1:5]]
    assert rest[:4] == alone
    results_of_three = dehusk.clean_many([PAGE, PAGE.encode(), (PAGE, "https://a.example/")])
    assert [str(result) for result in results_of_three] == [
        "The bridge is to be repaired in the spring, they said."
    ] * 3


def test_an_id_is_a_str_or_an_int_and_an_address_a_str() -> None:
    page: Any = {"html": PAGE}
    for id in ("7", 7):
        alone = dehusk.clean(PAGE, id=id)
        assert alone.metadata["source"] == "7" and list(dehusk.clean_many([{**page, "id": id}])) == [alone]
        assert dehusk.explain(PAGE, id=id)
        row = pa.record_batch(dehusk.Cleaner().clean_arrow(pa.record_batch({"html": [PAGE], "id": [id]}))).to_pylist()
        assert row[0]["id"] == row[0]["source"] == "7"
    assert "source" not in dehusk.clean(PAGE, id=None).metadata
    others: list[Any] = [True, 7.0, b"7", [7]]
    for wrong in others:
        said = f"an id is a str or an int, not {type(wrong).__name__}"
        with pytest.raises(TypeError, match=said):
            dehusk.clean(PAGE, id=wrong)
        assert [str(result) for result in dehusk.clean_many([{**page, "id": wrong}])] == [said]
    many: list[Any] = [(PAGE, 7), {**page, "url": 7}]
    assert [str(result) for result in dehusk.clean_many(many)] == ["a str is needed, not int"] * 2


def test_an_iterable_that_fails_says_so_after_what_it_gave() -> None:
    def documents() -> Any:
        yield PAGE
        raise OSError("the disk is gone")

    results = dehusk.clean_many(documents())
    assert isinstance(next(results), dehusk.Article)
    with pytest.raises(OSError, match="the disk is gone"):
        next(results)
    assert next(results, None) is None
    nothing: Any = None
    with pytest.raises(TypeError):
        list(dehusk.clean_many(page + nothing for page in [PAGE]))


def test_cleaners_and_articles_go_to_other_processes() -> None:
    cleaner = dehusk.Cleaner(comments="keep", keep=["share", "legal"])
    assert pickle.loads(pickle.dumps(cleaner)).settings == cleaner.settings
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        assert pool.map(cleaner.clean, [PAGE] * 3) == [cleaner.clean(PAGE)] * 3


RULES = """
language = "*"

[[rule]]
id = "test"
category = "boilerplate"
scope = "line"
why = "For a test."
phrases = [
    {{ text = "{phrase}", drop = "{phrase}", keep = "She read the {phrase} to them." }},
]
"""

TIDES_AND_SHIPS = "The first paragraph.\n\nTide tables\n\nThe second one.\n\nShip news\n\nThe third of them."


def lacks(article: dehusk.Article) -> list[str]:
    """What the rules took."""
    return [phrase for phrase in ("Tide tables", "Ship news") if phrase not in article.text]


def test_a_file_with_rules_may_change(tmp_path: Path) -> None:
    rules = tmp_path / "rules.toml"
    rules.write_text(RULES.format(phrase="tide tables"))
    cleaner = dehusk.Cleaner(rules=rules)
    assert lacks(dehusk.clean(TIDES_AND_SHIPS, rules=str(rules))) == ["Tide tables"]
    rules.write_text(RULES.format(phrase="ship news"))
    for again in (rules, str(rules), [rules], [str(rules)]):
        assert lacks(dehusk.clean(TIDES_AND_SHIPS, rules=again)) == ["Ship news"]
    assert lacks(cleaner.clean(TIDES_AND_SHIPS)) == ["Tide tables"]
    rules.unlink()
    with pytest.raises(dehusk.SettingsError, match=r"rules\.toml: No such file"):
        dehusk.clean(TIDES_AND_SHIPS, rules=str(rules))


def test_a_cleaner_takes_its_rules_along(tmp_path: Path) -> None:
    rules = tmp_path / "rules.toml"
    rules.write_text(RULES.format(phrase="tide tables"))
    cleaner = dehusk.Cleaner(rules=rules, comments="keep")
    rules.unlink()
    again = pickle.loads(pickle.dumps(cleaner))
    assert lacks(again.clean(TIDES_AND_SHIPS)) == ["Tide tables"]
    assert again.settings == cleaner.settings == {"comments": "keep", "rules": str(rules)}
    assert "- [boilerplate " in again.explain(TIDES_AND_SHIPS) and repr(again) == repr(cleaner)
    assert "rules.toml" in repr(again)


def test_threads_get_what_one_gets(pages: Pages) -> None:
    cleaner = dehusk.Cleaner()

    def texts() -> list[str]:
        results = cleaner.clean_many(page["html"] for page in pages[:12])
        return [result.text if isinstance(result, dehusk.Article) else str(result) for result in results]

    expected = texts()
    found: list[list[str]] = []
    threads = [threading.Thread(target=lambda: found.append(texts())) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [expected] * 8


def test_explain_and_normalize_are_those_of_the_command() -> None:
    said = dehusk.explain(PAGE)
    assert "- [navigation content-model" in said and "  The bridge is" in said
    assert dehusk.normalize("“cafe\u0301”\u200b") == '"café"'
    assert dehusk.normalize("„so“", quotes="keep") == "„so“"
    assert dehusk.normalize("“so”", quotes="typographic", language="de", unicode="nfkc") == "„so“"


def test_normalize_takes_no_setting_that_it_does_not_heed() -> None:
    others: list[dict[str, Any]] = [{"comments": "keep"}, {"max_bytes": 10}, {"rules": __file__}, {"quote": "keep"}]
    for settings in others:
        said = f"there is no setting {next(iter(settings))}; there are quotes, unicode"
        with pytest.raises(dehusk.SettingsError, match=said):
            dehusk.normalize("Some words.", **settings)


def test_memory_does_not_grow(pages: Pages) -> None:
    resident = _resident
    cleaner = dehusk.Cleaner()

    def loop(times: int) -> None:
        for number in range(times):
            page = pages[number % len(pages)]
            with contextlib.suppress(dehusk.Dropped):
                assert cleaner.clean(page["html"], url=page["url"]).metadata is not None

    loop(1000)
    before = resident()
    loop(4000)
    assert resident() < before * 1.05


def _resident() -> int:
    """Bytes of memory that this process holds, where Linux tells."""
    with open("/proc/self/statm") as statm:
        return int(statm.read().split()[1]) * 4096
