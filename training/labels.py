"""What is content: the blocks of a page against its reference.

A block of five words or more is content to the share of its words that lie in some four-word sequence of
the reference; a shorter one when it is a line of the reference. A label is a probability, not a class: half a
block may be right.

But a reference says once what a page has in its menu, its table of contents and a teaser, too. So both are laid
side by side: of all places where the blocks may stand in the reference those count that rise with the blocks and
hold the most words together. Any other block is content as far as nobody stands at its place yet, and a short one
also where it fits between those beside it.
"""
import re
from bisect import bisect_left, insort
from collections import Counter, defaultdict

import numpy as np

WORD = re.compile(r"\w+")
LONG = 5
SHINGLE = 4
# Places of a block in the reference that are looked at, and how often a sequence may stand there to tell of one.
PLACES = 8
OFTEN = 50
# A word of a short line weighs less than one of a long block: it may be there by chance.
CHANCE = 0.3
# A short line stands rather before what belongs to it than behind it, as headings do: how much farther that is.
BEHIND = 1.5
# Words from either end of a gap in which a short block is looked for.
NEAR = 200
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
    return Sides(texts, reference).labels()


class Sides:
    """A page beside its reference."""

    def __init__(self, texts, reference):
        self.blocks = [tuple(words(text)) for text in texts]
        self.tokens, self.lines, self.runs = [], defaultdict(list), defaultdict(list)
        for line in map(words, reference.split("\n")):
            self.lines[tuple(line)].append(len(self.tokens))
            self.tokens += line
        for at in range(len(self.tokens) - SHINGLE + 1):
            self.runs[tuple(self.tokens[at : at + SHINGLE])].append(at)
        # Where each block begins in the reference that stands there, and the words that are taken.
        self.placed, self.taken = {}, np.zeros(len(self.tokens), dtype=bool)

    def labels(self):
        places = [self.places(block) for block in self.blocks]
        self.placed = chain(places)
        self.draw_near()
        for at, place in self.placed.items():
            self.take(at, place)
        order = list(self.placed)
        labels = np.zeros(len(self.blocks), dtype=np.float32)
        for at, block in enumerate(self.blocks):
            if at in self.placed:
                labels[at] = self.share(block)
            elif block and (place := self.gap(at, order)) is not None:
                labels[at] = 1
                self.placed[at] = place
                self.take(at, place)
                insort(order, at)
            else:
                free = [1 - self.taken[place : place + len(block)].mean() for place, _ in places[at]]
                labels[at] = self.share(block) * max(free, default=0)
        return labels

    def share(self, block):
        """How much of a block the reference says, wherever."""
        if len(block) < LONG:
            return float(block in self.lines)
        right = np.zeros(len(block), dtype=bool)
        for at in range(len(block) - SHINGLE + 1):
            if block[at : at + SHINGLE] in self.runs:
                right[at : at + SHINGLE] = True
        return right.mean()

    def places(self, block):
        """Where a block may begin in the reference, and how many of its words speak for it."""
        if len(block) < LONG:
            return [(place, CHANCE * len(block)) for place in self.lines.get(block, ()) if block]
        votes = Counter()
        for at in range(len(block) - SHINGLE + 1):
            found = self.runs.get(block[at : at + SHINGLE], ())
            votes.update(max(place - at, 0) for place in found if len(found) <= OFTEN)
        return votes.most_common(PLACES)

    def take(self, at, place):
        self.taken[place : place + len(self.blocks[at])] = True

    def draw_near(self):
        """Of equal short blocks between the same long ones that stand in the reference the nearest to these is meant."""
        long = [at for at in self.placed if len(self.blocks[at]) >= LONG]
        alike = defaultdict(list)
        for at, block in enumerate(self.blocks):
            alike[block].append(at)
        for at, place in list(self.placed.items()):
            others = alike[self.blocks[at]]
            if len(self.blocks[at]) >= LONG or len(others) < 2:
                continue
            behind = bisect_left(long, at)
            before, after = long[behind - 1] if behind else -np.inf, long[behind] if behind < len(long) else np.inf
            between = [other for other in others if before < other < after]
            nearest = min(between, key=lambda other: min(after - other, BEHIND * (other - before)))
            if nearest not in self.placed:
                del self.placed[at]
                self.placed[nearest] = place
        self.placed = dict(sorted(self.placed.items()))

    def gap(self, at, order):
        """Where a short block fits between those of `order` that stand beside it; none for a long one."""
        block = self.blocks[at]
        if len(block) >= LONG:
            return None
        behind = bisect_left(order, at)
        start = self.placed[order[behind - 1]] + len(self.blocks[order[behind - 1]]) if behind else 0
        end = self.placed[order[behind]] if behind < len(order) else len(self.tokens)
        ends = [(start, end)] if end - start <= 2 * NEAR else [(start, start + NEAR), (end - NEAR, end)]
        for first, last in ends:
            for place in range(first, last - len(block) + 1):
                here = slice(place, place + len(block))
                if tuple(self.tokens[here]) == block and not self.taken[here].any():
                    return place
        return None


def chain(places):
    """Of the places of each block at most one, so that they rise with the blocks and weigh the most together."""
    # The lightest ends: of chains that end at `ends[n]` none weighs more than `weights[n]`, and both rise.
    ends, weights, tips, links = [], [], [], []
    for at, found in enumerate(places):
        new = []
        for place, weight in found:
            before = bisect_left(ends, place) - 1
            links.append((at, place, tips[before] if before >= 0 else None))
            new.append((place, weight + (weights[before] if before >= 0 else 0), len(links) - 1))
        for place, weight, tip in new:
            index = bisect_left(ends, place)
            if index and weights[index - 1] >= weight:
                continue
            until = index
            while until < len(ends) and weights[until] <= weight:
                until += 1
            if index < len(ends) and ends[index] == place and until == index:
                continue
            ends[index:until], weights[index:until], tips[index:until] = [place], [weight], [tip]
    chosen, tip = {}, tips[-1] if tips else None
    while tip is not None:
        at, place, tip = links[tip]
        chosen[at] = place
    return dict(sorted(chosen.items()))


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


def one_copy(texts, labels):
    """One of the blocks of each text, the one with the largest label or else the first; of a text of few words every one."""
    best, chosen = {}, np.ones(len(texts), dtype=bool)
    for at, text in enumerate(texts):
        if len(words(text)) < LONG:
            continue
        other = best.setdefault(text, at)
        if other != at:
            better, worse = (at, other) if labels[at] > labels[other] else (other, at)
            best[text], chosen[worse] = better, False
    return chosen


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
