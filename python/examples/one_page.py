"""Cleans a page from a file: python one_page.py page.html."""

from __future__ import annotations

import sys
from pathlib import Path

import dehusk

article = dehusk.clean(Path(sys.argv[1]).read_bytes())
print(article.metadata.get("title"), article.metadata.get("date"))
print(article.text)
for span in article.removed:
    print(f"- {span['category']} ({span['rule']}): {span['text'][:60]}")
