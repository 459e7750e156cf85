"""The module against brute force in numpy. Exit status 77, skipped in CTest's terms, where numpy is missing."""

import os
import sys
import tempfile
import unittest

try:
    import numpy as np
except ImportError:
    print("skipped: python3-numpy is not installed: run scripts/setup test", file=sys.stderr)
    sys.exit(77)

import celebrity_hnsw

DIM, COUNT, K = 24, 2000, 10
RANDOM = np.random.default_rng(1)
DATA = RANDOM.standard_normal((COUNT, DIM)).astype(np.float32)
QUERIES = RANDOM.standard_normal((50, DIM)).astype(np.float32)


def brute_force(space):
    """Distances as hnswlib has them, of every query to every vector."""
    if space == "l2":
        return ((QUERIES[:, None, :] - DATA[None, :, :]) ** 2).sum(axis=2)
    a, b = QUERIES, DATA
    if space == "cosine":
        a, b = (x / np.linalg.norm(x, axis=1, keepdims=True) for x in (a, b))
    return 1 - a @ b.T


def filled(space):
    index = celebrity_hnsw.Index(space=space, dim=DIM)
    index.init_index(max_elements=COUNT, ef_construction=200, M=16)
    index.add_items(DATA, num_threads=2)
    index.set_ef(200)
    return index


class Module(unittest.TestCase):
    def test_neighbours_and_distances_are_those_of_brute_force(self):
        for space in ("l2", "ip", "cosine"):
            exact = brute_force(space)
            labels, distances = filled(space).knn_query(QUERIES, k=K)
            self.assertEqual((labels.dtype, distances.dtype), (np.uint64, np.float32))
            wanted = np.argsort(exact, axis=1)[:, :K]
            found = sum(len(set(a) & set(b)) for a, b in zip(labels.tolist(), wanted.tolist()))
            self.assertGreaterEqual(found / wanted.size, 0.95, space)
            taken = np.take_along_axis(exact, labels.astype(np.int64), axis=1)
            np.testing.assert_allclose(distances, taken, rtol=1e-4, atol=1e-4)

    def test_labels_are_the_callers_and_replace(self):
        index = celebrity_hnsw.Index("l2", DIM)
        index.init_index(10)
        index.add_items(DATA[:3], ids=[7, 8, 2**40])
        index.add_items(DATA[5], ids=[7])
        self.assertEqual(index.get_current_count(), 3)
        np.testing.assert_array_equal(index.get_items([7, 2**40]), DATA[[5, 2]])
        self.assertEqual(index.knn_query(DATA[5])[0].tolist(), [[7]])
        index.mark_deleted(7)
        self.assertNotIn(7, index.knn_query(DATA[5], k=2)[0])

    def test_a_file_brings_it_back(self):
        index = filled("cosine")
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "index")
            index.save_index(path)
            again = celebrity_hnsw.Index("cosine", DIM)
            again.load_index(path)
            again.set_ef(200)
            np.testing.assert_array_equal(again.knn_query(QUERIES, k=K)[0], index.knn_query(QUERIES, k=K)[0])
            with self.assertRaisesRegex(RuntimeError, "24 dimensions"):
                celebrity_hnsw.Index("cosine", DIM + 1).load_index(path)

    def test_bad_input_is_named(self):
        with self.assertRaisesRegex(ValueError, "hamming"):
            celebrity_hnsw.Index("hamming", DIM)
        index = celebrity_hnsw.Index("l2", DIM)
        with self.assertRaisesRegex(RuntimeError, "init_index"):
            index.add_items(DATA)
        index.init_index()
        with self.assertRaisesRegex(RuntimeError, r"\(n, 24\)"):
            index.add_items(DATA[:, :5])
        with self.assertRaisesRegex(RuntimeError, "nan"):
            index.add_items(np.full(DIM, np.nan, dtype=np.float32))
        with self.assertRaisesRegex(RuntimeError, "k is 1"):
            index.knn_query(DATA[0])


if __name__ == "__main__":
    unittest.main()
