"""Trains the judge of main content, and says how good it is.

    train.py FEATURES TRUTH MODEL FOLDS

FEATURES  the folder that `cargo xtask features` writes
TRUTH     a folder with pages.jsonl and segments.jsonl, the references, unpacked
MODEL     the model of all pages is written there
FOLDS     a folder: the models of the cross-validation, and which host is in which fold

Pages of one host are never on both sides of a fold, in whichever of the two sets they are; a page without an address
is its own host. `cargo xtask train` runs this; `cargo xtask gate --cross-validate` then measures the folds through
the library itself.
"""
import argparse
import hashlib
import json
import struct
from collections import Counter, defaultdict
from itertools import combinations
from pathlib import Path
from urllib.parse import urlsplit

import numpy as np
from catboost import CatBoost, Pool

import network
import second
from labels import LONG, Measure, first_copies, label, label_by_snippets, words

FOLDS = 5
# All chosen by cross-validated page F1: see README.md for what was tried.
COMMON = dict(bootstrap_type="Bernoulli", random_seed=1, thread_count=2, verbose=0, allow_writing_files=False)
BLOCKS = dict(COMMON, loss_function="CrossEntropy", iterations=400, depth=6, learning_rate=0.12, rsm=0.2, border_count=64,
              l2_leaf_reg=20, subsample=0.7)
# A short run tells which features matter, about 310; the others are not computed by the program.
SCOUT = dict(BLOCKS, iterations=120, learning_rate=0.25)
SECOND = dict(COMMON, **second.TREES)
PAGES = dict(COMMON, loss_function="Logloss", iterations=200, depth=4, learning_rate=0.06, rsm=0.3, border_count=32,
             l2_leaf_reg=5, subsample=0.7)
# Pages whose content is one text; on all others content is made of parts.
ONE_TEXT = ("article", "product")
# How the cut depends on that: src/judge/content/decision.rs.
STRICT, OPEN = 0.65, 0.85
LIKELIER, HOLD = 0.5, 0.5
# What a snippet says of a block is sure, which the whole of a reference is not: the weight of such a label, and the
# least square root of the block's words that goes into it.
SNIPPET_WEIGHT, SNIPPET_LEAST = 0.8, 2
# Knots of the calibration of a page's expected F1.
KNOTS = 8


class Blocks:
    """Blocks of all pages of a set: features, labels and weights; a block without a label has the weight 0."""

    def __init__(self, folder, references):
        self.names = json.loads((folder / "names.json").read_text())
        self.features = np.fromfile(folder / "features.f32", dtype="<f4").reshape(-1, len(self.names))
        self.pages = [json.loads(line) for line in (folder / "blocks.jsonl").open(encoding="utf-8")]
        known = {page["id"]: page for page in map(json.loads, references.open(encoding="utf-8"))}
        self.references = [known[page["id"]] for page in self.pages]
        self.hosts = [host(page["url"], page["id"]) for page in self.pages]
        ends = np.cumsum([len(page["texts"]) for page in self.pages])
        self.rows = [slice(end - len(page["texts"]), end) for end, page in zip(ends, self.pages)]
        self.page_of_row = np.repeat(np.arange(len(self.pages)), [len(page["texts"]) for page in self.pages])
        self.measures = [Measure(page["texts"], reference.get("main_content", ""))
                         for page, reference in zip(self.pages, self.references)]
        self.words = np.concatenate([measure.words for measure in self.measures])
        self.first = np.concatenate([first_copies(page["texts"]) for page in self.pages])
        # As the program counts them.
        self.counts = [np.array(page["words"]) for page in self.pages]
        self.groups = [np.array(page["groups"], dtype=int) for page in self.pages]
        # A long block matters more, but not as much more as it is longer.
        self.weights = np.sqrt(np.maximum(self.words, 1)) * self.first


def whole(folder, references):
    """The pages whose whole content is known."""
    blocks = Blocks(folder, references)
    blocks.labels = np.concatenate(
        [label(page["texts"], reference["main_content"]) for page, reference in zip(blocks.pages, blocks.references)])
    return blocks


def snippets(folder, references):
    """The pages of which a few snippets are known."""
    blocks = Blocks(folder, references)
    labels = np.concatenate([label_by_snippets(page["texts"], reference["with"], reference["without"])
                             for page, reference in zip(blocks.pages, blocks.references)])
    blocks.weights = np.maximum(blocks.weights, SNIPPET_LEAST) * SNIPPET_WEIGHT * blocks.first * ~np.isnan(labels)
    blocks.labels = np.nan_to_num(labels)
    return blocks


def host(url, page_id):
    return (urlsplit(url or "").hostname or page_id).removeprefix("www.")


def fold_of_hosts(hosts):
    """Hosts into folds of nearly equal numbers of pages, the same ones on every machine."""
    pages, loads, folds = Counter(hosts), [0] * FOLDS, {}
    for name in sorted(pages, key=lambda name: (-pages[name], hashlib.sha256(name.encode()).hexdigest())):
        folds[name] = loads.index(min(loads))
        loads[folds[name]] += pages[name]
    return folds


def of_the_page(blocks):
    """The features that are the same in every row of a page."""
    starts = [rows.start for rows in blocks.rows if rows.stop > rows.start]
    low, high = (reduce.reduceat(blocks.features, starts) for reduce in (np.minimum, np.maximum))
    return np.flatnonzero((low == high).all(axis=0))


class Judge:
    """How likely a block is content: the mean of what trees and a network say, as log odds, and of that and what the second
    look says, where there is one, which is drawn to the mean of the block's make."""

    def __init__(self, trees, wanted, beside):
        self.trees, self.wanted, self.network, self.second = trees, wanted, beside, None

    def first(self, features):
        """The log odds of trees and network."""
        features = np.ascontiguousarray(features[:, self.wanted])
        return np.stack([self.trees.predict(features, prediction_type="RawFormulaVal"), self.network.odds(features)], axis=1)

    def likely(self, features):
        return 1 / (1 + np.exp(-self.first(features).mean(axis=1)))


def fit_blocks(sets, chosen):
    """The first judges of blocks, by the rows that are chosen of each set."""
    features = np.concatenate([blocks.features[rows] for blocks, rows in zip(sets, chosen)])
    labels, weights = of_rows(sets, chosen)
    pages = np.cumsum([0] + [len(blocks.pages) for blocks in sets])
    groups = np.concatenate([blocks.page_of_row[rows] + first for blocks, rows, first in zip(sets, chosen, pages)])
    scout = CatBoost(SCOUT)
    scout.fit(Pool(features, labels, weight=weights))
    wanted = np.flatnonzero(np.array(scout.get_feature_importance()) > 0)
    features = np.ascontiguousarray(features[:, wanted])
    model = CatBoost(BLOCKS)
    model.fit(Pool(features, labels, weight=weights))
    names = [sets[0].names[feature] for feature in wanted]
    return Judge(model, wanted, network.fit(features, names, labels, weights, groups))


def of_rows(sets, chosen):
    """Labels and weights of the rows that are chosen."""
    return [np.concatenate([values(blocks)[rows] for blocks, rows in zip(sets, chosen)])
            for values in (lambda blocks: blocks.labels, lambda blocks: blocks.weights)]


def fit_pages(blocks, chosen):
    """The model that tells whether a page is one text, of the pages that are chosen, and its features."""
    columns = of_the_page(blocks)
    pages = [page for page in chosen if blocks.rows[page].stop > blocks.rows[page].start]
    features = blocks.features[[blocks.rows[page].start for page in pages]][:, columns]
    labels = np.array([blocks.references[page]["page_type"] in ONE_TEXT for page in pages], dtype=int)
    model = CatBoost(PAGES)
    model.fit(Pool(features, labels))
    return model, columns


class Said:
    """What the first judges say of all blocks of a set, and the model of pages of its pages; each of the pages that they
    have not seen."""

    def __init__(self, blocks):
        self.blocks = blocks
        self.odds, self.one_text = np.zeros((len(blocks.labels), 2)), np.zeros(len(blocks.pages))

    def hear(self, judge, page_model, columns, pages):
        """Asks the models about these pages."""
        for page in pages:
            rows = self.blocks.rows[page]
            if rows.stop > rows.start:
                features = self.blocks.features[rows]
                self.odds[rows] = judge.first(features)
                row = features[:1, columns]
                self.one_text[page] = page_model.predict(row, prediction_type="Probability")[0, 1]

    def looks(self, page):
        """What the second look sees of a page."""
        trees, beside = self.odds[self.blocks.rows[page]].T
        return second.looks(trees, beside, self.blocks.counts[page], self.blocks.groups[page], self.one_text[page])

    def likely(self, page, model):
        """How likely the blocks of a page are content, after the second look."""
        first = self.odds[self.blocks.rows[page]].mean(axis=1)
        odds = (first + model.predict(self.looks(page), prediction_type="RawFormulaVal")) / 2
        return 1 / (1 + np.exp(-second.draw_together(odds, self.blocks.groups[page], self.blocks.counts[page])))


def fit_second(said, pages):
    """The trees of the second look, by these pages of each set."""
    has_rows = lambda each, page: each.blocks.rows[page].stop > each.blocks.rows[page].start
    pages = [[page for page in some if has_rows(each, page)] for each, some in zip(said, pages)]
    features = [each.looks(page) for each, some in zip(said, pages) for page in some]
    rows = [np.concatenate([np.arange(each.blocks.rows[page].start, each.blocks.rows[page].stop) for page in some])
            for each, some in zip(said, pages)]
    labels, weights = of_rows([each.blocks for each in said], rows)
    known = weights > 0
    model = CatBoost(SECOND)
    model.fit(Pool(np.concatenate(features)[known], labels[known], weight=weights[known]))
    return model


def choose(likely, words, one_text):
    """The choice of src/judge/content/decision.rs: the cut with the largest expected F-measure, raised where the page is one
    text, and its expected F1."""
    order = np.argsort(-likely, kind="stable")
    right, kept, content = np.cumsum((likely * words)[order]), np.cumsum(words[order]), (likely * words).sum()
    expected = lambda recall: (1 + recall) * right / np.maximum(kept + recall * content, 1e-9)
    best = int(expected((OPEN - (OPEN - STRICT) * one_text) ** 2).argmax())
    cut, least = likely[order[best]], LIKELIER * one_text
    of = lambda cut: (likely * words)[likely >= cut].sum()
    if cut < least and of(least) >= HOLD * of(cut):
        return likely >= least, float(2 * of(least) / max(words[likely >= least].sum() + content, 1e-9))
    return likely >= cut, float(expected(1.0)[best])


def without_copies(texts, likely):
    """Of a text that stands twice only the likeliest copy counts: src/judge/content/repeats.rs."""
    best, likely = {}, likely.copy()
    for at, text in enumerate(texts):
        if len(words(text)) < LONG:
            continue
        other = best.setdefault(text, at)
        if other != at:
            worse = other if likely[at] > likely[other] else at
            best[text] = at + other - worse
            likely[worse] = 0
    return likely


def trees(model, features, number):
    """Trees as src/judge/content/model.rs reads them; `number` is that of each feature in the file."""
    parsed = json.loads(model)
    scale, (bias,) = parsed["scale_and_bias"]
    unit = max(abs(value) for tree in parsed["oblivious_trees"] for value in tree["leaf_values"]) * scale / 32767
    out = bytearray(struct.pack("<ffH", bias, unit, len(parsed["oblivious_trees"])))
    for tree in parsed["oblivious_trees"]:
        out += struct.pack("<B", len(tree["splits"]))
        for split in tree["splits"]:
            out += struct.pack("<Hf", number[features[split["float_feature_index"]]], split["border"])
        for value in tree["leaf_values"]:
            out += struct.pack("<h", round(value * scale / unit))
    return out


def used(model, features):
    return {features[split["float_feature_index"]] for tree in json.loads(model)["oblivious_trees"] for split in tree["splits"]}


def as_json(model, path):
    """What CatBoost knows of a model, as text."""
    scratch = path.with_suffix(".json")
    model.save_model(str(scratch), format="json")
    text = scratch.read_text()
    scratch.unlink()
    return text


def layers(beside, features, number):
    """A network as src/judge/content/network.rs reads it."""
    inputs = beside.inputs
    out = bytearray(struct.pack("<H", len(features)))
    for feature, *values in zip(features, inputs.scale, inputs.mean, inputs.inverse):
        out += struct.pack("<Hfff", number[feature], *values)
    (weights, biases), *rest = beside.layers
    unit = np.float32(np.abs(weights).max() / 32767)
    out += struct.pack("<Hf", len(biases), unit) + np.rint(weights / unit).astype("<i2").tobytes()
    for numbers in (biases, *(numbers for layer in rest for numbers in layer)):
        out += numbers.astype("<f4").tobytes()
    return out


def write(judge, pages_model, names, calibration, path):
    """Writes a model as src/judge/content/model.rs reads it."""
    both = [(as_json(model, path), features) for model, features in ((judge.trees, judge.wanted), pages_model)]
    asked = sorted(set(judge.wanted).union(used(*both[1])))
    number = {feature: at for at, feature in enumerate(asked)}
    out = bytearray(b"dehuskM4" + struct.pack("<H", len(asked)))
    for feature in asked:
        name = names[feature].encode()
        out += struct.pack("<B", len(name)) + name
    for model, features in both:
        out += trees(model, features, number)
    out += layers(judge.network, judge.wanted, number)
    out += struct.pack("<B", len(calibration))
    for expected, measured in calibration:
        out += struct.pack("<ff", expected, measured)
    if judge.second:
        model = as_json(judge.second, path)
        columns = len(judge.second.get_feature_importance())
        out += struct.pack("<H", columns) + trees(model, range(columns), range(columns))
    else:
        out += struct.pack("<H", 0)
    path.write_bytes(out)
    return len(asked), len(out)


def fit_without(sets, fold_of_page, folds):
    """The first judges and the model of pages by all pages but those of these folds."""
    left = [~np.isin(fold, folds) for fold in fold_of_page]
    judge = fit_blocks(sets, [left[blocks.page_of_row] & (blocks.weights > 0) for left, blocks in zip(left, sets)])
    return judge, *fit_pages(sets[0], np.flatnonzero(left[0]))


def cross_validate(sets, folder):
    """Trains and writes the models of all folds. What the first judges say of pages that they have not seen, and for each
    block of the first set how likely it is content by models that never saw its host."""
    folder.mkdir(parents=True, exist_ok=True)
    folds = fold_of_hosts([host for blocks in sets for host in blocks.hosts])
    (folder / "folds.json").write_text(json.dumps(folds, indent=0, sort_keys=True))
    fold_of_page = [np.array([folds[name] for name in blocks.hosts]) for blocks in sets]
    pages_of = lambda fold: [np.flatnonzero(of_page == fold) for of_page in fold_of_page]
    # The second look of a fold learns from what is said of pages that are new to the first judges. Those judges have not
    # seen the fold either, or its pages would be on both sides: so there is one for every two folds.
    inner = [[Said(blocks) for blocks in sets] for _ in range(FOLDS)]
    for pair in combinations(range(FOLDS), 2):
        first = fit_without(sets, fold_of_page, pair)
        for fold, other in (pair, pair[::-1]):
            for said, pages in zip(inner[fold], pages_of(other)):
                said.hear(*first, pages)
        print(f"folds {pair} are done", flush=True)
    outer, likely = [Said(blocks) for blocks in sets], np.zeros(len(sets[0].labels))
    for fold in range(FOLDS):
        judge, page_model, columns = fit_without(sets, fold_of_page, [fold])
        for said, pages in zip(outer, pages_of(fold)):
            said.hear(judge, page_model, columns, pages)
        judge.second = fit_second(inner[fold], [np.flatnonzero(of_page != fold) for of_page in fold_of_page])
        write(judge, (page_model, columns), sets[0].names, [], folder / f"{fold}.model")
        for page in pages_of(fold)[0]:
            rows = sets[0].rows[page]
            if rows.stop > rows.start:
                likely[rows] = outer[0].likely(page, judge.second)
        print(f"fold {fold} of {FOLDS} is done", flush=True)
    return outer, likely


def report(pages, likely, one_text):
    """Prints cross-validated precision, recall and F1, and how the estimate of F1 compares with F1 itself; returns the
    calibration of the estimate."""
    by_kind, estimates = defaultdict(list), []
    for at, (rows, page, reference, measure) in enumerate(zip(pages.rows, pages.pages, pages.references, pages.measures)):
        keep, estimate = np.zeros(0, bool), 0.0
        if rows.stop > rows.start:
            keep, estimate = choose(without_copies(page["texts"], likely[rows]), measure.words, one_text[at])
        scores = measure(keep)
        by_kind[reference["page_type"]].append(scores)
        by_kind["all"].append(scores)
        estimates.append((estimate, scores[2]))
    for kind, scores in sorted(by_kind.items(), key=lambda item: -len(item[1])):
        print("%-14s %5d  P %.3f  R %.3f  F1 %.4f" % (kind, len(scores), *np.mean(scores, axis=0)))
    estimates = np.array(sorted(estimates))
    knots = [part.mean(axis=0) for part in np.array_split(estimates, KNOTS)]
    # What is measured must not fall where more is expected.
    rising = np.maximum.accumulate([measured for _, measured in knots])
    calibration = [(float(expected), float(measured)) for (expected, _), measured in zip(knots, rising)]
    for expected, measured in calibration:
        print("expected F1 %.3f, measured %.3f" % (expected, measured))
    return calibration


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("features", "truth", "model", "folds"):
        parser.add_argument(name, type=Path)
    arguments = parser.parse_args()
    pages = whole(arguments.features / "pages", arguments.truth / "pages.jsonl")
    segments = snippets(arguments.features / "segments", arguments.truth / "segments.jsonl")
    print(f"{len(pages.pages)} pages, {len(pages.labels)} blocks; {len(segments.pages)} pages with snippets, "
          f"{int((segments.weights > 0).sum())} blocks; {len(set(pages.hosts + segments.hosts))} hosts, "
          f"{len(pages.names)} features", flush=True)
    sets = (pages, segments)
    said, likely = cross_validate(sets, arguments.folds)
    calibration = report(pages, likely, said[0].one_text)
    judge = fit_blocks(sets, [blocks.weights > 0 for blocks in sets])
    judge.second = fit_second(said, [range(len(blocks.pages)) for blocks in sets])
    pages_model = fit_pages(pages, range(len(pages.pages)))
    asked, size = write(judge, pages_model, pages.names, calibration, arguments.model)
    print(f"{arguments.model}: {asked} features, {size} bytes")


if __name__ == "__main__":
    main()
