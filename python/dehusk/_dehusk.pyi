from collections.abc import Iterable, Iterator
from typing import Any, final

from .errors import NoArticle

__version__: str

@final
class Article:
    """A cleaned document. It compares by its content, and can be pickled."""

    @property
    def text(self) -> str:
        """The article: paragraphs separated by one blank line."""

    @property
    def comments(self) -> str | None:
        """Readers' comments below it, where `comments="keep"` asks for them and there are any."""

    @property
    def metadata(self) -> dict[str, Any]:
        """What is known of it, under the names of the fields of JSONL: `title`, `author`, `date`, `url` ..."""

    @property
    def removed(self) -> list[dict[str, Any]]:
        """Every removed span, as `dehusk clean --removed` writes it: `category`, `rule`, `evidence`, `text` ..."""

    @property
    def quality(self) -> float | None:
        """The F1 to expect of the text, 0 to 1; `None` for plain texts of fewer than 4 or more than 20,000 lines."""

    def __eq__(self, other: object) -> bool: ...

@final
class Many(Iterator[Article | NoArticle | TypeError]):
    """Results in the order of their documents; see `dehusk.clean_many`."""

    def __iter__(self) -> Many: ...
    def __next__(self) -> Article | NoArticle | TypeError: ...

@final
class ArrowBatch:
    """A record batch of Arrow; `pyarrow.record_batch(it)`, `polars.DataFrame(it)` and their like take it."""

    @property
    def num_rows(self) -> int: ...
    @property
    def column_names(self) -> list[str]: ...
    def __arrow_c_array__(self, requested_schema: object | None = None) -> tuple[object, object]: ...
    def __arrow_c_schema__(self) -> object: ...
    def __len__(self) -> int: ...

@final
class ArrowSchema:
    """A schema of Arrow; `pyarrow.schema(it)` and its like take it."""

    def __arrow_c_schema__(self) -> object: ...

@final
class Cleaner:
    """Cleans documents: made once, used by any number of threads, which run in parallel. It can be pickled.

    Settings are the flags of `dehusk clean` that say how one document is cleaned, with `_` for `-`: `charset`,
    `comments` (`keep`, `drop`, `only`), `drop`, `drop_selector`, `from` (`auto`, `text`, `html`), `keep`,
    `keep_selector`, `max_bytes` (64M), `max_depth`, `max_nodes`, `quotes` (`ascii`, `keep`, `typographic`), `rules`,
    `text_kind` (`auto`, `extracted`, `page`), `to` (`text`, `markdown`), `unicode` (`nfc`, `nfkc`, `keep`), `url`,
    `wrapped` (`auto`, `keep`). Lists give a setting several times; `from` is a word of Python's, to be given as
    `**{"from": "html"}`. Wrong ones raise `SettingsError`, or `TypeError` where they are no `str`, `int` or path.

    Files with rules are read when it is made, and pickled with it.
    """

    def __new__(cls, **settings: Any) -> Cleaner: ...
    @property
    def settings(self) -> dict[str, Any]:
        """The settings that were given."""

    def clean(self, document: str | bytes, *, url: str | None = None, id: str | int | None = None) -> Article:
        """Cleans one document. Raises `Dropped` where there is no article, `DocumentError` where it cannot be read."""

    def clean_many(
        self,
        documents: Iterable[str | bytes | tuple[str | bytes, str | None] | dict[str, Any]],
        *,
        threads: int | None = None,
    ) -> Many:
        """Cleans many; see `dehusk.clean_many`. `threads`: the number of cores where left out; at most that or 256."""

    def clean_arrow(
        self,
        batch: object,
        *,
        text: str | None = None,
        html: str | None = None,
        url: str | None = None,
        id: str | None = None,
        threads: int = 1,
    ) -> ArrowBatch:
        """Cleans a record batch, or a table, of any library that speaks Arrow's C data interface; row for row.

        `html` or `text` name the column with the documents, `url` and `id` those with address and id; what is left out
        is looked for under the usual names. The columns that come out are those of `dehusk schema` without
        `quality_signals`, then `status` (`kept`, `dropped`, `failed`) and `reason`, then the other columns as they
        were. No document raises. `id` is null where the batch has none.
        """

    def explain(self, document: str | bytes, *, url: str | None = None, id: str | int | None = None) -> str:
        """Shows what is removed from a document, and why, as `dehusk explain` does."""

def arrow_schema(
    schema: object,
    *,
    text: str | None = None,
    html: str | None = None,
    url: str | None = None,
    id: str | None = None,
) -> ArrowSchema:
    """The columns that `Cleaner.clean_arrow` gives for a batch of this schema, for engines that ask beforehand."""

def normalize(text: str, *, language: str | None = None, **settings: Any) -> str:
    """Normalizes the characters of a text and removes nothing, as `dehusk normalize` does.

    `settings` are `quotes` and `unicode`, others are refused; `language` is that of typographic quotes.
    """

def run(call: list[str], arguments: list[str]) -> int:
    """Runs the command `dehusk`; `call` is how it is called again for a document that is tried alone."""
