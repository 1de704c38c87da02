"""dehusk in datatrove: a step that can stand where its Trafilatura extractor stands.

It keeps the address (`metadata["url"]` is given to dehusk, where it is a `str`), puts what is known of an article into
`metadata`, counts what is dropped and failed with the reason as statistics, and never fails a task for one document:
what is no text is counted as failed, too. Needs `pip install dehusk[datatrove]`.
"""

from __future__ import annotations

from typing import Any

from datatrove.data import Document, DocumentsPipeline
from datatrove.pipeline.base import PipelineStep

from . import Cleaner, Dropped, NoArticle, normalize


class DehuskExtractor(PipelineStep):  # type: ignore[misc]
    """Replaces the HTML (or raw text) of each document by its article.

    `keep_dropped` lets documents without an article through with an empty text and the reason under
    `metadata["dehusk_reason"]`; without it they end here, counted. `settings` are those of `dehusk.Cleaner`.
    """

    type = "🛢 - EXTRAC"
    name = "🌾 dehusk"

    def __init__(self, keep_dropped: bool = False, **settings: Any) -> None:
        super().__init__()
        self.keep_dropped = keep_dropped
        self.cleaner = Cleaner(**settings)

    def run(self, data: DocumentsPipeline, rank: int = 0, world_size: int = 1) -> DocumentsPipeline:
        """Cleans the documents of a task, in their order."""
        for document in data:
            self.stat_update("total")
            with self.track_time():
                kept = self.clean(document)
            if kept or self.keep_dropped:
                self.update_doc_stats(document)
                yield document

    def clean(self, document: Document) -> bool:
        """Cleans one document in its place. False where there is no article."""
        # JSON of strangers has whatever it has: numbers for ids, lists for addresses.
        url, id = document.metadata.get("url"), document.id
        try:
            article = self.cleaner.clean(
                document.text, url=url if isinstance(url, str) else None, id=None if id is None else str(id)
            )
        except Exception as error:
            fate = "dropped" if isinstance(error, Dropped) else "failed"
            reason = error.reason if isinstance(error, NoArticle) else type(error).__name__
            self.stat_update(fate, f"{fate}_{reason}")
            document.text = ""
            document.metadata["dehusk_reason"] = reason
            return False
        self.stat_update("kept")
        document.text = article.text
        # What the source knew counts; what the page says otherwise stands beside it.
        for name, value in article.metadata.items():
            if document.metadata.setdefault(name, value) != value:
                document.metadata[f"page_{name}"] = value
        return True


class DehuskFormatter(PipelineStep):  # type: ignore[misc]
    """Normalizes the characters of each document's text, and removes nothing: `dehusk.normalize`.

    `settings` are those of it: `quotes`, `unicode` and `language`. What is no text stays as it is, counted as failed.
    """

    type = "✂️ - FORMAT"
    name = "🌾 dehusk characters"

    def __init__(self, **settings: Any) -> None:
        super().__init__()
        self.settings = settings
        normalize("", **settings)

    def run(self, data: DocumentsPipeline, rank: int = 0, world_size: int = 1) -> DocumentsPipeline:
        """Normalizes the documents of a task, in their order."""
        for document in data:
            self.stat_update("total")
            with self.track_time():
                try:
                    document.text = normalize(document.text, **self.settings)
                except Exception as error:
                    self.stat_update("failed", f"failed_{type(error).__name__}")
            yield document
