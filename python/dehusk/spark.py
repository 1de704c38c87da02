"""dehusk in Spark: a data frame of pages in, a data frame of articles out, by `mapInArrow`.

Every task has one cleaner and one thread; rows stay in their partitions, so nothing is shuffled. A document that cannot
be cleaned is a row with `status` and `reason`, and never fails a task. Needs `pip install dehusk[spark]`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

import pyarrow as pa
from pyspark.sql.pandas.types import from_arrow_schema, to_arrow_schema

from . import Cleaner, arrow_schema

if TYPE_CHECKING:
    from pyspark.sql import DataFrame


def clean_dataframe(
    frame: DataFrame,
    *,
    text: str | None = None,
    html: str | None = None,
    url: str | None = None,
    id: str | None = None,
    **settings: Any,
) -> DataFrame:
    """Cleans a data frame, row for row.

    `html` or `text` name the column with the documents, `url` and `id` those with address and id; what is left out is
    looked for under the usual names. `settings` are those of `dehusk.Cleaner`. The columns that come out are those of
    `dehusk schema` without `quality_signals`, then `status` and `reason`, then the other columns as they were. Spark
    gives a task 10,000 rows at once; for whole pages set `spark.sql.execution.arrow.maxRecordsPerBatch` to some
    hundreds.
    """
    cleaner = Cleaner(**settings)
    columns: dict[str, Any] = {"text": text, "html": html, "url": url, "id": id}
    schema = pa.schema(arrow_schema(to_arrow_schema(frame.schema), **columns))

    def batches(parts: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for part in parts:
            yield pa.record_batch(cleaner.clean_arrow(part, **columns)).cast(schema)

    return frame.mapInArrow(batches, from_arrow_schema(schema))
