"""A small network beside the trees: they err in other places, so that the mean of both is better than either.

Two hidden layers over the same features. src/judge/content/network.rs reads it, and makes of each number what `Inputs` does.
"""
import numpy as np

# All chosen by cross-validated page F1: see README.md.
HIDDEN = 48
EPOCHS = 16
# Pages in a step. Steps of whole pages, not of as many blocks of all pages, are what keeps it from learning pages by heart.
PAGES = 8
# Blocks of a page in a step, at most: so many that follow each other.
BLOCKS = 1500
RATE, WARM, LEAST_RATE = 0.004, 0.15, 0.04
DECAY = 0.01
# What is left out of a step: features of a kind, all of them of a whole page, so that no page is known by one kind alone;
# and some of what a layer says.
DROP_FAMILY, DROP_HIDDEN = 0.25, 0.2
# Deviations from the mean beyond which a number is not larger to the network; network.rs has the same.
FAR = 4
# Rows by which the inputs are scaled.
SAMPLE = 40_000


def logarithm(values):
    """The logarithm to the base 2 of one more, read off the bits: straight between powers of two, odd about 0."""
    bits = (np.abs(values).astype(np.float32) + np.float32(1)).view(np.int32)
    return np.sign(values) * ((bits - 0x3F800000).astype(np.float32) * np.float32(2**-23))


class Inputs:
    """How each feature becomes a number of about the size of 1."""

    def __init__(self, features):
        size = np.abs(features)
        size = np.maximum(np.median(size, axis=0), np.quantile(size, 0.9, axis=0) / 8)
        self.scale = (4 / np.where(size == 0, 1, size)).astype(np.float32)
        logarithms = logarithm(features * self.scale)
        self.mean = logarithms.mean(axis=0).astype(np.float32)
        self.inverse = (1 / (logarithms.std(axis=0) + 1e-3)).astype(np.float32)

    def __call__(self, features):
        return np.clip((logarithm(features * self.scale) - self.mean) * self.inverse, -FAR, FAR).astype(np.float32)


class Network:
    """The trained network: log odds of each row."""

    def __init__(self, inputs, layers):
        self.inputs, self.layers = inputs, layers

    def odds(self, features):
        values = self.inputs(features)
        for weights, biases in self.layers[:-1]:
            values = np.maximum(values @ weights + biases, 0)
        (weights, biases) = self.layers[-1]
        return (values @ weights + biases)[:, 0]


def families(names):
    """Numbers of the kinds of features: those that look at several places alike, or at several levels, are of one."""
    kinds = {}
    return np.array([kinds.setdefault(name.split(".")[0], len(kinds)) for name in names])


def fit(features, names, labels, weights, groups, epochs=EPOCHS, seed=1):
    """Trains a network on rows with labels from 0 to 1; `groups` numbers the page of each row, pages one after another."""
    random = np.random.default_rng(seed)
    inputs = Inputs(features[random.choice(len(features), min(SAMPLE, len(features)), replace=False)])
    rows, labels = inputs(features), labels.astype(np.float32)
    starts = np.flatnonzero(np.r_[True, groups[1:] != groups[:-1]])
    ends = np.r_[starts[1:], len(groups)]
    # The mean page weighs 1.
    weights = (weights / np.add.reduceat(weights, starts).mean()).astype(np.float32)
    kinds = families(names)
    layers = [first(random, rows.shape[1], HIDDEN, 2), first(random, HIDDEN, HIDDEN, 2), first(random, HIDDEN, 1, 1)]
    optimizer = AdamW([numbers for layer in layers for numbers in layer])
    steps = epochs * (len(starts) // PAGES)
    for _ in range(epochs):
        order = random.permutation(len(starts))
        for at in range(0, len(order) - PAGES + 1, PAGES):
            pages = [some(random, starts[page], ends[page]) for page in order[at : at + PAGES]]
            chosen = np.concatenate(pages)
            left = kept(random, (len(pages), kinds.max() + 1), DROP_FAMILY)[:, kinds]
            inputs_left = rows[chosen] * np.repeat(left, [len(page) for page in pages], axis=0)
            gradients = slopes(random, layers, inputs_left, labels[chosen], weights[chosen])
            optimizer.step(gradients, rate((optimizer.steps + 1) / steps))
    return Network(inputs, layers)


def first(random, before, after, gain):
    """A layer's weights and biases before the training."""
    weights = random.standard_normal((before, after)) * np.sqrt(gain / before)
    return weights.astype(np.float32), np.zeros(after, np.float32)


def some(random, start, end):
    """All rows of a page, or as many as count at once."""
    if end - start > BLOCKS:
        start += random.integers(0, end - start - BLOCKS)
        end = start + BLOCKS
    return np.arange(start, end)


def slopes(random, layers, rows, labels, weights):
    """The gradient of the cross entropy for each layer's weights and biases."""
    values, passed = [rows], []
    for matrix, biases in layers[:-1]:
        before = values[-1] @ matrix + biases
        passed.append((before > 0) * kept(random, before.shape, DROP_HIDDEN))
        values.append(before * passed[-1])
    matrix, biases = layers[-1]
    likely = 1 / (1 + np.exp(-(values[-1] @ matrix + biases)[:, 0]))
    error = ((likely - labels) * weights / PAGES).astype(np.float32)[:, None]
    gradients = []
    for at in reversed(range(len(layers))):
        gradients = [values[at].T @ error, error.sum(axis=0)] + gradients
        if at:
            error = (error @ layers[at][0].T) * passed[at - 1]
    return gradients


def kept(random, shape, dropped):
    """Dropout: 0 for what is left out, a little more than 1 for the rest."""
    return (random.random(shape, dtype=np.float32) >= dropped) * np.float32(1 / (1 - dropped))


def rate(done):
    """The learning rate, by the share of the steps that are done: up once, then down to nothing along a cosine."""
    if done < WARM:
        return RATE * (LEAST_RATE + (1 - LEAST_RATE) * (1 - np.cos(np.pi * done / WARM)) / 2)
    return RATE * (1 + np.cos(np.pi * (done - WARM) / (1 - WARM))) / 2


class AdamW:
    """Loshchilov and Hutter 2019, the gradient's norm at most 1."""

    def __init__(self, layers):
        self.layers = layers
        self.means, self.squares = ([np.zeros_like(layer) for layer in layers] for _ in range(2))
        self.steps = 0

    def step(self, gradients, rate):
        self.steps += 1
        norm = np.sqrt(sum(float((gradient * gradient).sum()) for gradient in gradients))
        for layer, gradient, mean, square in zip(self.layers, gradients, self.means, self.squares):
            gradient = gradient * np.float32(min(1, 1 / (norm + 1e-9)))
            mean += (gradient - mean) * np.float32(0.1)
            square += (gradient * gradient - square) * np.float32(0.001)
            length = np.sqrt(square / np.float32(1 - 0.999**self.steps)) + np.float32(1e-8)
            layer -= np.float32(rate) * (mean / np.float32(1 - 0.9**self.steps) / length + np.float32(DECAY) * layer)
