"""Trains the judge of texts without markup, and says how good its choice of lines is.

    texts.py FEATURES TRUTH MODEL FOLDS

FEATURES  the folder that `cargo xtask features` writes
TRUTH     a folder with pages.jsonl, the references, unpacked
MODEL     the model of all texts is written there
FOLDS     the folder of the cross-validation that train.py made: its folds are used, and its text-*.model written

Each development page is there as several texts: as extractors made them, with some residue, and as the whole text of
the page. One model judges the lines of all of them; a second one tells which of the two a text is.
"""
import argparse
import json
from pathlib import Path

import numpy as np
from catboost import CatBoost, Pool

import network
from labels import Measure, first_copies, label
from train import COMMON, FOLDS, KNOTS, Judge, host, write

EXTRACTED = ("trafilatura", "newspaper", "readability")
PAGES = ("justext", "inscriptis", "resiliparse", "glued")
# Two extractors make nearly the same text of a whole page: half of the pages are taken from either.
TWINS = ("inscriptis", "resiliparse")
# The third form of a whole page counts less.
SHARES = {"glued": 0.7}
# Chosen by cross-validation: see README.md.
LINES = dict(COMMON, loss_function="CrossEntropy", iterations=300, depth=6, learning_rate=0.15, rsm=0.2, border_count=64,
             l2_leaf_reg=20, subsample=0.6)
# Each page is there in seven forms.
EPOCHS = 6
KIND = dict(COMMON, loss_function="Logloss", iterations=150, depth=4, learning_rate=0.1, rsm=0.3, border_count=32,
            l2_leaf_reg=5, subsample=0.7)
# src/judge/content/decision.rs.
RECALL = 0.83


class Texts:
    """Lines of all texts: features, labels, weights."""

    def __init__(self, folder, references):
        known = {page["id"]: page for page in map(json.loads, references.open(encoding="utf-8"))}
        self.names = json.loads((folder / EXTRACTED[0] / "names.json").read_text())
        self.texts, self.kinds, self.measures, features, labels, weights = [], [], [], [], [], []
        for kind in EXTRACTED + PAGES:
            place = folder / kind
            features.append(np.fromfile(place / "features.f32", dtype="<f4").reshape(-1, len(self.names)))
            for at, line in enumerate((place / "blocks.jsonl").open(encoding="utf-8")):
                text = json.loads(line)
                reference = known[text["id"]]
                measure = Measure(text["texts"], reference["main_content"])
                self.texts.append(reference)
                self.kinds.append(kind)
                self.measures.append(measure)
                labels.append(label(text["texts"], reference["main_content"]))
                twin = kind in TWINS and TWINS[at % 2] != kind
                share = 0 if twin else SHARES.get(kind, 1)
                weights.append(np.sqrt(np.maximum(measure.words, 1)) * first_copies(text["texts"]) * share)
        self.features, self.labels, self.weights = map(np.concatenate, (features, labels, weights))
        ends = np.cumsum([len(part) for part in weights])
        self.rows = [slice(end - len(part), end) for end, part in zip(ends, weights)]
        self.text_of_row = self.of_rows(np.arange(len(self.texts)))

    def of_rows(self, values):
        """One value a text to one a line."""
        return np.repeat(values, [rows.stop - rows.start for rows in self.rows])


def of_the_text(texts):
    """The features that are the same in every line of a text."""
    starts = [rows.start for rows in texts.rows if rows.stop > rows.start]
    low, high = (reduce.reduceat(texts.features, starts) for reduce in (np.minimum, np.maximum))
    return np.flatnonzero((low == high).all(axis=0))


def fit_lines(texts, chosen):
    """The judge of lines, by the rows that are chosen."""
    features, labels, weights = texts.features[chosen], texts.labels[chosen], texts.weights[chosen]
    # Of what is the same in all of them nothing can be learned.
    wanted = np.flatnonzero(features.min(axis=0) < features.max(axis=0))
    features = np.ascontiguousarray(features[:, wanted])
    model = CatBoost(LINES)
    model.fit(Pool(features, labels, weight=weights))
    names = [texts.names[feature] for feature in wanted]
    return Judge(model, wanted, network.fit(features, names, labels, weights, texts.text_of_row[chosen], EPOCHS))


def fit_kind(texts, chosen):
    columns = of_the_text(texts)
    chosen = [at for at in chosen if texts.rows[at].stop > texts.rows[at].start]
    features = texts.features[[texts.rows[at].start for at in chosen]][:, columns]
    labels = np.array([texts.kinds[at] in PAGES for at in chosen], dtype=int)
    model = CatBoost(KIND)
    model.fit(Pool(features, labels))
    return model, columns


def choose(likely, words):
    """The choice of src/judge/content/decision.rs for the text of a whole page, and its expected F1."""
    order = np.argsort(-likely, kind="stable")
    right, kept, content = np.cumsum((likely * words)[order]), np.cumsum(words[order]), (likely * words).sum()
    expected = lambda recall: (1 + recall) * right / np.maximum(kept + recall * content, 1e-9)
    best = int(expected(RECALL**2).argmax())
    return likely >= likely[order[best]], float(expected(1.0)[best])


def report(texts, likely, page):
    """Prints F1 of the lines chosen, whole pages only and articles only, and returns the calibration of the estimate."""
    estimates = []
    for kind in EXTRACTED + PAGES:
        scores = []
        for at in (at for at, other in enumerate(texts.kinds) if other == kind):
            rows, measure = texts.rows[at], texts.measures[at]
            if rows.stop == rows.start:
                continue
            keep, estimate = choose(likely[rows], measure.words)
            if kind in EXTRACTED:
                keep, estimate = np.ones(len(keep), bool), 2 * (likely[rows] * measure.words).sum() / max(
                    1, measure.words.sum() + (likely[rows] * measure.words).sum())
            f1 = measure(keep)[2]
            estimates.append((estimate, f1))
            scores.append((f1, texts.texts[at]["page_type"] == "article", page[at] >= 0.5))
        scores = np.array(scores, dtype=float)
        print("%-12s F1 %.4f, articles %.4f; likelier a page %.3f" % (
            kind, scores[:, 0].mean(), scores[scores[:, 1] > 0, 0].mean(), scores[:, 2].mean()))
    knots = [part.mean(axis=0) for part in np.array_split(np.array(sorted(estimates)), KNOTS)]
    rising = np.maximum.accumulate([measured for _, measured in knots])
    return [(float(expected), float(measured)) for (expected, _), measured in zip(knots, rising)]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("features", "truth", "model", "folds"):
        parser.add_argument(name, type=Path)
    arguments = parser.parse_args()
    texts = Texts(arguments.features / "texts", arguments.truth / "pages.jsonl")
    folds = json.loads((arguments.folds / "folds.json").read_text())
    fold = np.array([folds[host(reference["url"], reference["id"])] for reference in texts.texts])
    fold_of_row = texts.of_rows(fold)
    print(f"{len(texts.texts)} texts, {len(texts.labels)} lines, {len(texts.names)} features", flush=True)
    likely, page = np.zeros(len(texts.labels)), np.zeros(len(texts.texts))
    for held in range(FOLDS):
        lines = fit_lines(texts, (fold_of_row != held) & (texts.weights > 0))
        kind, columns = fit_kind(texts, np.flatnonzero(fold != held))
        write(lines, (kind, columns), texts.names, [], arguments.folds / f"text-{held}.model")
        rows = fold_of_row == held
        likely[rows] = lines.likely(texts.features[rows])
        for at in np.flatnonzero(fold == held):
            if texts.rows[at].stop > texts.rows[at].start:
                first = texts.features[texts.rows[at].start, columns]
                page[at] = kind.predict(first[None], prediction_type="Probability")[0, 1]
        print(f"fold {held} of {FOLDS} is done", flush=True)
    calibration = report(texts, likely, page)
    everything = fit_lines(texts, texts.weights > 0), fit_kind(texts, range(len(texts.texts)))
    asked, size = write(*everything, texts.names, calibration, arguments.model)
    print(f"{arguments.model}: {asked} features, {size} bytes")


if __name__ == "__main__":
    main()
