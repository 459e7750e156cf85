"""What the tests of the module share. Exit status 77, skipped in CTest's terms, where numpy is missing."""

import sys

try:
    import numpy as np
except ImportError:
    print("skipped: python3-numpy is not installed: run scripts/setup test", file=sys.stderr)
    sys.exit(77)

import celebrity_hnsw

SPACES = ("l2", "ip", "cosine")
DIM, COUNT, K = 24, 2000, 10
RANDOM = np.random.default_rng(1)
DATA = RANDOM.standard_normal((COUNT, DIM)).astype(np.float32)
QUERIES = RANDOM.standard_normal((50, DIM)).astype(np.float32)


def filled(space="l2", data=DATA, ids=None, ef=200, **options):
    """An index of the data that has just room for it."""
    index = celebrity_hnsw.Index(space=space, dim=data.shape[1])
    index.init_index(max_elements=len(data), **options)
    index.add_items(data, ids)
    index.set_ef(ef)
    return index


def distances_of(space, queries=QUERIES, data=DATA):
    """hnswlib's distances, of every query to every vector."""
    if space == "l2":
        return ((queries[:, None, :] - data[None, :, :]) ** 2).sum(axis=2)
    if space == "cosine":
        queries, data = (x / np.linalg.norm(x, axis=1, keepdims=True) for x in (queries, data))
    return 1 - queries @ data.T


def recall(found, distances):
    """The share of the nearest labels that were found; labels are positions in the data."""
    wanted = np.argsort(distances, axis=1)[:, : found.shape[1]]
    return sum(len(set(a) & set(b)) for a, b in zip(found.tolist(), wanted.tolist())) / wanted.size
