"""dehusk in Ray Data: `map_batches` over Arrow. Needs `pip install dehusk[ray]`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow as pa

from . import Cleaner

if TYPE_CHECKING:
    from ray.data import Dataset


def clean_dataset(
    dataset: Dataset,
    *,
    text: str | None = None,
    html: str | None = None,
    url: str | None = None,
    id: str | None = None,
    batch_size: int = 256,
    **settings: Any,
) -> Dataset:
    """Cleans a dataset, row for row, in tasks of one thread.

    `html` or `text` name the column with the documents, `url` and `id` those with address and id; what is left out is
    looked for under the usual names. `settings` are those of `dehusk.Cleaner`. The columns that come out are those of
    `dehusk schema` without `quality_signals`, then `status` and `reason`, then the other columns as they were.
    """
    cleaner = Cleaner(**settings)
    columns: dict[str, Any] = {"text": text, "html": html, "url": url, "id": id}

    def batch(table: pa.Table) -> pa.Table:
        return pa.table(cleaner.clean_arrow(table, **columns))

    return dataset.map_batches(batch, batch_format="pyarrow", batch_size=batch_size, zero_copy_batch=True)
