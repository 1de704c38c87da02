"""dehusk for pandas, polars and Hugging Face datasets: a frame in, a frame out, row for row.

In all of them `html` or `text` name the column with the documents, `url` and `id` those with address and id; what is
left out is looked for under the usual names. `settings` are those of `dehusk.Cleaner`.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, TypeVar

from . import Cleaner

if TYPE_CHECKING:
    import datasets
    import pandas
    import polars

_Dataset = TypeVar(
    "_Dataset", "datasets.Dataset", "datasets.DatasetDict", "datasets.IterableDataset", "datasets.IterableDatasetDict"
)

_COLUMNS = ("text", "html", "url", "id")


def _parted(settings: dict[str, Any]) -> tuple[Cleaner, dict[str, Any]]:
    """The cleaner, and the names of columns."""
    columns = {name: settings.pop(name) for name in _COLUMNS if name in settings}
    return Cleaner(**settings), columns


def _threads(threads: int | None) -> int:
    return threads or os.cpu_count() or 1


def clean_pandas(frame: pandas.DataFrame, *, threads: int | None = None, **settings: Any) -> pandas.DataFrame:
    """Cleans a data frame of pandas. Needs `pip install dehusk[pandas]`."""
    import pyarrow as pa

    cleaner, columns = _parted(settings)
    if not len(frame):
        # Where there is no value pandas takes a column for one of numbers; it may be that of the documents.
        frame = frame.astype(dict.fromkeys(frame.select_dtypes("float").columns, object))
    table = pa.Table.from_pandas(frame, preserve_index=False)
    cleaned = pa.record_batch(cleaner.clean_arrow(table, threads=_threads(threads), **columns)).to_pandas()
    cleaned.index = frame.index
    return cleaned


def clean_polars(frame: polars.DataFrame, *, threads: int | None = None, **settings: Any) -> polars.DataFrame:
    """Cleans a data frame of polars. Needs `pip install dehusk[polars]`."""
    import polars as pl

    cleaner, columns = _parted(settings)
    # Columns without a value have a type of their own, which polars does not give as Arrow has it.
    frame = frame.with_columns(pl.col(pl.Null).cast(pl.String))
    return pl.DataFrame(cleaner.clean_arrow(frame, threads=_threads(threads), **columns))


def clean_datasets(
    dataset: _Dataset, *, batch_size: int = 256, num_proc: int | None = None, **settings: Any
) -> _Dataset:
    """Cleans a dataset of Hugging Face, by `map(batched=True)`. Needs `pip install dehusk[datasets]`.

    Of a `DatasetDict` each split is cleaned. An `IterableDataset` is cleaned as it is read, by whoever reads it:
    `num_proc` is for the others. Datasets have no maps: `removed` and `fixes` are lists of `key` and `value`.
    """
    import datasets
    import pyarrow as pa

    if isinstance(dataset, dict):
        splits = {
            name: clean_datasets(split, batch_size=batch_size, num_proc=num_proc, **settings)
            for name, split in dataset.items()
        }
        return type(dataset)(splits)
    streams = isinstance(dataset, datasets.IterableDataset)
    if streams and num_proc is not None:
        raise ValueError("num_proc is for datasets that do not stream; hand a stream's shards to workers of your own")
    cleaner, columns = _parted(settings)

    def without_maps(field: pa.Field) -> pa.Field:
        if not pa.types.is_map(field.type):
            return field
        entry = pa.struct([("key", field.type.key_type), ("value", field.type.item_type)])
        return field.with_type(pa.list_(entry))

    def batch(table: pa.Table) -> pa.Table:
        cleaned = pa.table(cleaner.clean_arrow(table, **columns))
        return cleaned.cast(pa.schema([without_maps(field) for field in cleaned.schema]))

    # Of a stream the columns of these names would go from what comes out, too.
    way: dict[str, Any] = {} if streams else {"num_proc": num_proc, "remove_columns": dataset.column_names}
    cleaned = dataset.with_format("arrow").map(batch, batched=True, batch_size=batch_size, **way)
    return cleaned.with_format(None)
