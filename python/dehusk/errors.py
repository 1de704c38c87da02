"""What can go wrong, as a small tree: every error of dehusk is a `DehuskError`."""

from __future__ import annotations


class DehuskError(Exception):
    """Whatever dehusk raises."""


class SettingsError(DehuskError, ValueError):
    """A setting, a rule file, a selector or a column is wrong. The message names it and what is possible."""


class NoArticle(DehuskError):
    """There is no article. `reason` is the name that ledgers of the command give it, `detail` says more."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(reason, detail)
        self.reason = reason
        self.detail = detail

    def __str__(self) -> str:
        return self.detail or self.reason


class Dropped(NoArticle):
    """Nothing of the document is article, or it is larger than `max_bytes` (`reason` is `too-large`)."""


class DocumentError(NoArticle):
    """The document could not be read: no text, or a bug of dehusk's."""
