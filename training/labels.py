"""What is content: the blocks of a page against its reference.

A block of five words or more is content to the share of its words that lie in some four-word sequence of
the reference. A shorter block is content when it is a line of the reference; when its words occur there at
all, its neighbours decide. A label is a probability, not a class: half a block may be right.
"""
import re
from bisect import bisect_left
from collections import Counter

import numpy as np

WORD = re.compile(r"\w+")
LONG = 5
SHINGLE = 4
# Characters from which a block that lies inside a snippet is known by it.
SNIPPET = 12
# The share of a block that an unwanted snippet must be, unless the block has no more words than these.
PART = 0.3
BRIEF = 12


def words(text):
    """The words that the benchmark counts."""
    return WORD.findall((text or "").lower())


def label(texts, reference):
    """A label from 0 to 1 for each block's text."""
    tokens = words(reference)
    lines = {tuple(words(line)) for line in reference.split("\n")}
    runs = {n: set(zip(*(tokens[i:] for i in range(n)))) for n in range(1, LONG)}
    labels = np.zeros(len(texts), dtype=np.float32)
    long, unsure = [], []
    for at, text in enumerate(texts):
        block = tuple(words(text))
        if len(block) >= LONG:
            right = np.zeros(len(block), dtype=bool)
            for i in range(len(block) - SHINGLE + 1):
                if block[i : i + SHINGLE] in runs[SHINGLE]:
                    right[i : i + SHINGLE] = True
            labels[at] = right.mean()
            long.append(at)
        elif block and block in lines:
            labels[at] = 1
        elif block and block in runs[len(block)]:
            unsure.append(at)
    for at in unsure:
        next_long = bisect_left(long, at)
        around = [labels[i] for i in long[max(0, next_long - 1) : next_long + 1]]
        if around and max(around) >= 0.5:
            labels[at] = 1 if len(around) == 2 and min(around) >= 0.5 else 0.5
    return labels


def label_by_snippets(texts, wanted, unwanted):
    """A label for each block of which a snippet tells something, NaN for all others.

    A snippet that must not appear speaks against a block only where it is a good part of it: one that is a word of a
    long paragraph was meant for another place of the page.
    """
    folded = lambda snippets: [" ".join(snippet.split()) for snippet in snippets]
    wanted, unwanted = folded(wanted), folded(unwanted)
    labels = np.full(len(texts), np.nan, dtype=np.float32)
    for at, text in enumerate(folded(texts)):
        inside = lambda snippet: len(text) > SNIPPET and text in snippet
        right = any(snippet in text or inside(snippet) for snippet in wanted)
        most = len(text) * PART if len(words(text)) > BRIEF else 0
        wrong = any((snippet in text and len(snippet) >= most) or inside(snippet) for snippet in unwanted)
        if right != wrong:
            labels[at] = right
    return labels


def first_copies(texts):
    """Which blocks are the first of their text on the page; of a text of few words every one is."""
    seen, first = set(), np.ones(len(texts), dtype=bool)
    for at, text in enumerate(texts):
        if len(words(text)) >= LONG:
            first[at] = text not in seen
            seen.add(text)
    return first


class Measure:
    """F1 of a choice of blocks, as score.py counts it: bags of words against the reference."""

    def __init__(self, texts, reference):
        bag = Counter(words(reference))
        number = {word: at for at, word in enumerate(bag)}
        self.reference = np.array(list(bag.values()), dtype=np.int64)
        blocks = [words(text) for text in texts]
        self.words = np.array([len(block) for block in blocks], dtype=np.float64)
        self.known = [np.array([number[word] for word in block if word in number], dtype=np.int64) for block in blocks]

    def __call__(self, keep):
        """Precision, recall and F1 of the blocks that are kept."""
        kept = self.words[keep].sum()
        if not kept or not len(self.reference):
            return (float(not kept and not len(self.reference)),) * 3
        hits = np.concatenate([self.known[at] for at in np.flatnonzero(keep)])
        hits = np.minimum(np.bincount(hits, minlength=len(self.reference)), self.reference).sum()
        precision, recall = hits / kept, hits / self.reference.sum()
        return precision, recall, 2 * precision * recall / (precision + recall) if hits else 0.0
