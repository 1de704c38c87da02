"""The second look: trees that see what the first judges said of a block, of its likes, of its neighbours and of its page.

Cards of a listing, posts of a thread and paragraphs of a text share their make, and what holds for most of them holds for
each. src/judge/content/second.rs makes the same numbers of a page.
"""
import numpy as np

# Chosen by cross-validated page F1: see README.md.
TREES = dict(loss_function="CrossEntropy", iterations=250, depth=5, learning_rate=0.06, rsm=0.4, border_count=64,
             l2_leaf_reg=20, subsample=0.7)
# How many blocks away a neighbour is, and how many blocks a window reaches to either side.
NEIGHBOURS = (1, 2, 3)
WINDOWS = (5, 15)


# How far what is said of a block is drawn to the mean of its make: src/judge/content/second.rs has it too.
DRAWN = 0.85


def draw_together(odds, groups, words):
    """Log odds of blocks, drawn to the mean of their make, where the longer ones count more."""
    makes, weights = np.asarray(groups).reshape(len(odds), -1)[:, 0], np.sqrt(np.asarray(words) + 1)
    means = np.bincount(makes, odds * weights) / np.bincount(makes, weights)
    return odds + DRAWN * (means[makes] - odds)


def looks(trees, network, words, groups, one_text):
    """What is known of each block of a page: a row a block.

    `trees` and `network` are the log odds that the first judges gave, `groups` numbers the groups that a block is in,
    a column a kind of group; `one_text` is how likely the page is one text.
    """
    count = len(trees)
    trees, network, words = (np.asarray(values, dtype=np.float64) for values in (trees, network, words))
    odds, weights = (trees + network) / 2, np.sqrt(words + 1)
    columns = [odds, trees, network, np.log1p(words)]
    for group in np.asarray(groups).reshape(count, -1).T:
        total, summed = np.bincount(group, weights), np.bincount(group, odds * weights)
        members, said = np.bincount(group)[group], np.bincount(group, words)[group]
        mean = summed / total
        spread = np.maximum(np.bincount(group, odds * odds * weights) / total - mean * mean, 0)
        highest, lowest = np.full(len(total), -np.inf), np.full(len(total), np.inf)
        np.maximum.at(highest, group, odds)
        np.minimum.at(lowest, group, odds)
        rest = np.where(members > 1, total[group] - weights, 1)
        others = np.where(members > 1, (summed[group] - odds * weights) / rest, odds)
        columns += [mean[group], members, highest[group], lowest[group], spread[group], others, said]
    at = np.arange(count)
    for distance in NEIGHBOURS:
        columns += [odds[np.maximum(at - distance, 0)], odds[np.minimum(at + distance, count - 1)]]
    sums, total = (np.concatenate([[0], np.cumsum(values)]) for values in (odds * weights, weights))
    for reach in WINDOWS:
        low, high = np.maximum(at - reach, 0), np.minimum(at + reach + 1, count)
        columns.append((sums[high] - sums[low]) / (total[high] - total[low]))
    all_words = max(words.sum(), 1)
    share = (words / (1 + np.exp(-odds))).sum() / all_words
    columns += [np.full(count, value) for value in (share, np.log1p(all_words), one_text)] + [at / count]
    return np.stack(columns, axis=1).astype(np.float32)
