"""dehusk takes the husk off text: raw web pages and scraped article text in, clean articles out.

>>> import dehusk
>>> article = dehusk.clean("<article><p>The bridge is to be repaired in the spring.</p></article>")
>>> article.text
'The bridge is to be repaired in the spring.'

Everything is done by the same Rust code as in the command `dehusk`, with the same settings under the same names.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any

from ._dehusk import ArrowBatch, ArrowSchema, Article, Cleaner, Many, __version__, arrow_schema, normalize
from .errors import DehuskError, DocumentError, Dropped, NoArticle, SettingsError

__all__ = [
    "ArrowBatch",
    "ArrowSchema",
    "Article",
    "Cleaner",
    "DehuskError",
    "DocumentError",
    "Dropped",
    "Many",
    "NoArticle",
    "SettingsError",
    "__version__",
    "arrow_schema",
    "clean",
    "clean_many",
    "explain",
    "normalize",
]


@lru_cache(maxsize=16)
def _cleaner(settings: tuple[tuple[str, Any], ...], kinds: object, rules: tuple[bytes, ...]) -> Cleaner:
    """`kinds` are the types of the values: of two that are equal, such as 1 and True, one may be refused.

    `rules` is what stands in files with rules: they may change while a process runs.
    """
    return Cleaner(**dict(settings))


def _kind(value: object) -> object:
    return tuple(map(type, value)) if isinstance(value, tuple) else type(value)


def _with(settings: dict[str, Any]) -> Cleaner:
    """A cleaner with these settings; making one costs some milliseconds, so the last ones are kept."""
    lists = (list, set, frozenset)
    frozen = {name: tuple(value) if isinstance(value, lists) else value for name, value in sorted(settings.items())}
    rules = frozen.get("rules") or ()
    files = rules if isinstance(rules, tuple) else (rules,)
    try:
        kinds = tuple(map(_kind, frozen.values()))
        return _cleaner(tuple(frozen.items()), kinds, tuple(Path(file).read_bytes() for file in files))
    except (OSError, TypeError):
        # A file that is not there, a list in a list: the cleaner itself says what is wrong.
        return Cleaner(**frozen)


def clean(document: str | bytes, *, url: str | None = None, id: str | int | None = None, **settings: Any) -> Article:
    """Cleans one document, a web page or a text.

    `url` is where it was fetched from, `id` (a `str`, or an `int`, which becomes one) names it in `metadata["source"]`.
    `settings` are the flags of `dehusk clean` that say how one document is cleaned, such as `comments="keep"` or
    `to="markdown"`; `Cleaner` lists them.

    Raises `Dropped` where nothing of it is article or it is larger than `max_bytes`, and `DocumentError` where it
    cannot be read.
    """
    return _with(settings).clean(document, url=url, id=id)


def clean_many(
    documents: Iterable[str | bytes | tuple[str | bytes, str | None] | dict[str, Any]],
    *,
    threads: int | None = None,
    **settings: Any,
) -> Many:
    """Cleans many documents in parallel, and gives one result for each, in their order.

    A document is `str` or `bytes`, alone or in a tuple with its address, or a `dict` with `html` or `text` and, where
    they are known, `url` (a `str`) and `id` (a `str` or an `int`, which becomes one). A result is an `Article`, or,
    where there is none, the error: it is given, not raised, so that no document costs another.

    Results are given as soon as they are there. While the next one is not, documents are taken from the iterable, up to
    64 for each thread or 64 MiB ahead.
    """
    return _with(settings).clean_many(documents, threads=threads)


def explain(document: str | bytes, *, url: str | None = None, id: str | int | None = None, **settings: Any) -> str:
    """Shows what is removed from a document, and why, as `dehusk explain` does."""
    return _with(settings).explain(document, url=url, id=id)
