"""BFIndex looks at every vector."""

import os
import tempfile
import unittest

from support import COUNT, DATA, DIM, K, QUERIES, SPACES, celebrity_hnsw, distances_of, np, recall


def filled(space="l2"):
    index = celebrity_hnsw.BFIndex(space=space, dim=DIM)
    index.init_index(max_elements=COUNT)
    index.add_items(DATA)
    return index


class BruteForce(unittest.TestCase):
    def test_it_finds_the_nearest(self):
        for space in SPACES:
            exact = distances_of(space)
            labels, distances = filled(space).knn_query(QUERIES, k=K)
            self.assertEqual(recall(labels, exact), 1)
            np.testing.assert_allclose(distances, np.sort(exact, axis=1)[:, :K], rtol=1e-4, atol=1e-4)

    def test_filters_hold(self):
        for filter in (lambda label: label % 2 == 0, np.arange(COUNT) % 2 == 0):
            labels, _ = filled().knn_query(QUERIES, k=K, filter=filter)
            self.assertEqual(recall(labels // 2, distances_of("l2")[:, ::2]), 1)

    def test_deleted_vectors_are_gone(self):
        index = filled()
        index.delete_vector(7)
        index.delete_vector(7)
        self.assertEqual(index.get_current_count(), COUNT - 1)
        self.assertFalse((index.knn_query(DATA[7], k=K)[0] == 7).any())
        index.add_items(DATA[7], ids=[7])
        self.assertEqual(index.knn_query(DATA[7])[0].tolist(), [[7]])
        with self.assertRaisesRegex(RuntimeError, "at most 2000"):
            index.add_items(DATA[0], ids=[9999])

    def test_a_file_brings_it_back(self):
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "vectors")
            filled().save_index(path)
            index = celebrity_hnsw.BFIndex("l2", DIM)
            index.load_index(path)
            self.assertEqual(recall(index.knn_query(QUERIES, k=K)[0], distances_of("l2")), 1)

    def test_its_numbers(self):
        index = filled()
        index.set_num_threads(3)
        self.assertEqual((index.get_max_elements(), index.get_current_count()), (COUNT, COUNT))
        self.assertEqual((index.num_threads, repr(index)), (3, f"<celebrity_hnsw.BFIndex(space='l2', dim={DIM})>"))


if __name__ == "__main__":
    unittest.main()
