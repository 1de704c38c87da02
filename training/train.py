"""Trains the judge of main content, and says how good it is.

    train.py FEATURES TRUTH MODEL FOLDS

FEATURES  the folder that `cargo xtask features` writes
TRUTH     truth.jsonl of the pages, unpacked
MODEL     the model of all pages is written there
FOLDS     a folder: the models of the cross-validation, and which host is in which fold

Pages of one host are never on both sides of a fold; a page without an address is its own host. `cargo xtask
train` runs this; `cargo xtask gate --cross-validate` then measures the folds through the library itself.
"""
import argparse
import hashlib
import json
import struct
from collections import Counter, defaultdict
from pathlib import Path
from urllib.parse import urlsplit

import numpy as np
from catboost import CatBoost, Pool

from labels import Measure, label

FOLDS = 5
# Chosen by cross-validated page F1: see README.md for what was tried.
PARAMETERS = dict(
    loss_function="CrossEntropy",
    iterations=400,
    depth=6,
    learning_rate=0.12,
    rsm=0.2,
    border_count=64,
    l2_leaf_reg=3,
    bootstrap_type="Bernoulli",
    subsample=0.7,
    random_seed=1,
    thread_count=2,
    verbose=100,
    allow_writing_files=False,
)


class Pages:
    """All pages: features, labels and weights of their blocks, and the reference to measure against."""

    def __init__(self, features, truth):
        self.names = json.loads((features / "names.json").read_text())
        self.features = np.fromfile(features / "features.f32", dtype="<f4").reshape(-1, len(self.names))
        references = {page["id"]: page for page in map(json.loads, truth.open(encoding="utf-8"))}
        self.rows, self.hosts, self.kinds, self.measures, labels = [], [], [], [], []
        for line in (features / "blocks.jsonl").open(encoding="utf-8"):
            page = json.loads(line)
            reference = references[page["id"]]
            start = self.rows[-1].stop if self.rows else 0
            self.rows.append(slice(start, start + len(page["texts"])))
            self.hosts.append(host(page["url"], page["id"]))
            self.kinds.append(reference["page_type"])
            self.measures.append(Measure(page["texts"], reference["main_content"]))
            labels.append(label(page["texts"], reference["main_content"]))
        self.labels = np.concatenate(labels)
        # A long block matters more, but not as much more as it is longer.
        self.weights = np.sqrt(np.maximum(np.concatenate([measure.words for measure in self.measures]), 1))
        assert len(self.labels) == len(self.features)

    def fit(self, rows=slice(None)):
        model = CatBoost(PARAMETERS)
        model.fit(Pool(self.features[rows], self.labels[rows], weight=self.weights[rows]))
        return model


def host(url, page_id):
    return (urlsplit(url or "").hostname or page_id).removeprefix("www.")


def fold_of_hosts(hosts):
    """Hosts into folds of nearly equal numbers of pages, the same ones on every machine."""
    pages, loads, folds = Counter(hosts), [0] * FOLDS, {}
    for name in sorted(pages, key=lambda name: (-pages[name], hashlib.sha256(name.encode()).hexdigest())):
        folds[name] = loads.index(min(loads))
        loads[folds[name]] += pages[name]
    return folds


def choose(likely, words):
    """The choice of src/judge/content/decision.rs: the cut with the largest expected F1."""
    order = np.argsort(-likely, kind="stable")
    right, kept = np.cumsum((likely * words)[order]), np.cumsum(words[order])
    expected = 2 * right / np.maximum(kept + (likely * words).sum(), 1e-9)
    return likely >= likely[order[int(expected.argmax())]], float(expected.max())


def write(model, names, path):
    """Writes a model as src/judge/content/model.rs reads it."""
    scratch = path.with_suffix(".json")
    model.save_model(str(scratch), format="json")
    trees = json.loads(scratch.read_text())
    scratch.unlink()
    scale, (bias,) = trees["scale_and_bias"]
    used = sorted({split["float_feature_index"] for tree in trees["oblivious_trees"] for split in tree["splits"]})
    number = {feature: at for at, feature in enumerate(used)}
    unit = max(abs(value) for tree in trees["oblivious_trees"] for value in tree["leaf_values"]) * scale / 32767
    out = bytearray(b"dehuskM1" + struct.pack("<H", len(used)))
    for feature in used:
        name = names[feature].encode()
        out += struct.pack("<B", len(name)) + name
    out += struct.pack("<ffH", bias, unit, len(trees["oblivious_trees"]))
    for tree in trees["oblivious_trees"]:
        out += struct.pack("<B", len(tree["splits"]))
        for split in tree["splits"]:
            out += struct.pack("<Hf", number[split["float_feature_index"]], split["border"])
        for value in tree["leaf_values"]:
            out += struct.pack("<h", round(value * scale / unit))
    path.write_bytes(out)
    return len(used), len(out)


def cross_validate(pages, folder):
    """Trains and writes the models of all folds; the likelihood of each block by the model that never saw its host."""
    folder.mkdir(parents=True, exist_ok=True)
    folds = fold_of_hosts(pages.hosts)
    (folder / "folds.json").write_text(json.dumps(folds, indent=0, sort_keys=True))
    fold_of_page = [folds[name] for name in pages.hosts]
    fold_of_row = np.concatenate([np.full(rows.stop - rows.start, fold) for rows, fold in zip(pages.rows, fold_of_page)])
    likely = np.zeros(len(pages.labels))
    for fold in range(FOLDS):
        model = pages.fit(fold_of_row != fold)
        write(model, pages.names, folder / f"{fold}.model")
        held = fold_of_row == fold
        likely[held] = model.predict(Pool(pages.features[held]), prediction_type="Probability")[:, 1]
    return likely


def report(pages, likely):
    """Prints cross-validated precision, recall and F1, and how the estimate of F1 compares with F1 itself."""
    by_kind, estimates = defaultdict(list), []
    for rows, kind, measure in zip(pages.rows, pages.kinds, pages.measures):
        keep, estimate = choose(likely[rows], measure.words) if rows.stop > rows.start else (np.zeros(0, bool), 0.0)
        scores = measure(keep)
        by_kind[kind].append(scores)
        by_kind["all"].append(scores)
        estimates.append((estimate, scores[2]))
    for kind, scores in sorted(by_kind.items(), key=lambda item: -len(item[1])):
        print("%-14s %5d  P %.3f  R %.3f  F1 %.4f" % (kind, len(scores), *np.mean(scores, axis=0)))
    estimates = np.array(sorted(estimates))
    for part in np.array_split(estimates, 5):
        print("estimated F1 %.3f, measured %.3f on %d pages" % (*part.mean(axis=0), len(part)))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("features", "truth", "model", "folds"):
        parser.add_argument(name, type=Path)
    arguments = parser.parse_args()
    pages = Pages(arguments.features, arguments.truth)
    print(f"{len(pages.rows)} pages of {len(set(pages.hosts))} hosts, {len(pages.labels)} blocks, {len(pages.names)} features")
    report(pages, cross_validate(pages, arguments.folds))
    used, size = write(pages.fit(), pages.names, arguments.model)
    print(f"{arguments.model}: {used} features, {size} bytes")


if __name__ == "__main__":
    main()
