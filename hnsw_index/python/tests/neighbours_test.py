"""Neighbours and distances are those of brute force, whatever form the arrays have."""

import unittest

from support import COUNT, DATA, DIM, K, QUERIES, SPACES, celebrity_hnsw, distances_of, filled, np, recall


class Neighbours(unittest.TestCase):
    def test_neighbours_and_distances_are_those_of_brute_force(self):
        for space in SPACES:
            exact = distances_of(space)
            labels, distances = filled(space).knn_query(QUERIES, k=K)
            self.assertEqual((labels.shape, distances.shape), ((50, K), (50, K)))
            self.assertEqual((labels.dtype, distances.dtype), (np.uint64, np.float32))
            self.assertGreaterEqual(recall(labels, exact), 0.95, space)
            taken = np.take_along_axis(exact, labels.astype(np.int64), axis=1)
            np.testing.assert_allclose(distances, taken, rtol=1e-4, atol=1e-4)
            self.assertTrue((np.diff(distances, axis=1) >= 0).all(), "nearest first")

    def test_distances_of_known_vectors(self):
        corners = np.array([[1, 0, 0], [0, 1, 0], [0, 0, 1], [1, 0, 1], [1, 1, 1]])
        wanted = {
            "l2": [0, 1, 2, 2, 2],
            "ip": [-2, -1, 0, 0, 0],
            "cosine": [0, 1 - (2 / 3) ** 0.5, *[1 - (1 / 3) ** 0.5] * 3],
        }
        for space in SPACES:
            for left, right in ((0, 0), (1, 4), (7, 1), (30, 100)):
                padded = np.pad(corners, ((0, 0), (left, right)))
                _, distances = filled(space, padded).knn_query(padded[-1], k=5)
                np.testing.assert_allclose(distances[0], wanted[space], atol=1e-4)

    def test_the_form_of_an_array_does_not_matter(self):
        index = filled()
        wanted, _ = index.knn_query(QUERIES, k=K)
        wide = np.zeros((50, 2 * DIM), dtype=np.float32)
        wide[:, ::2] = QUERIES
        for same in (QUERIES.astype(np.float64), np.asfortranarray(QUERIES), wide[:, ::2], QUERIES.tolist()):
            np.testing.assert_array_equal(index.knn_query(same, k=K)[0], wanted)
        np.testing.assert_array_equal(index.knn_query(QUERIES[3], k=K)[0], wanted[3:4])
        labels, distances = index.knn_query(np.empty((0, DIM), dtype=np.float32), k=K)
        self.assertEqual((labels.shape, distances.shape), ((0, K), (0, K)))

    def test_a_larger_ef_finds_more(self):
        exact = distances_of("l2")
        narrow = recall(filled(ef=1, M=4, ef_construction=10).knn_query(QUERIES, k=1)[0], exact)
        index = filled(ef=COUNT, M=4, ef_construction=10)
        self.assertEqual(recall(index.knn_query(QUERIES, k=1)[0], exact), 1)
        self.assertLess(narrow, 1)

    def test_the_last_of_k_are_found_too(self):
        # hnswlib's own measure of recall has no more than k to go through.
        data = np.random.default_rng(3).random((10_000, 16), dtype=np.float32)
        labels, _ = filled(data=data, ef=100).knn_query(data[:200] + np.float32(0.01), k=100)
        self.assertGreater(recall(labels, distances_of("l2", data[:200] + np.float32(0.01), data)), 0.98)

    def test_a_compact_index_finds_nearly_the_same(self):
        index = celebrity_hnsw.Index("l2", DIM)
        index.init_index(COUNT, storage="compact")
        index.add_items(DATA)
        index.set_ef(200)
        labels, distances = index.knn_query(QUERIES, k=K)
        exact = distances_of("l2")
        self.assertGreaterEqual(recall(labels, exact), 0.85)
        taken = np.take_along_axis(exact, labels.astype(np.int64), axis=1)
        np.testing.assert_allclose(distances, taken, rtol=0.1)


if __name__ == "__main__":
    unittest.main()
