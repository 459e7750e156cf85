"""A pickled index comes back in the state that it was in."""

import copy
import pickle
import unittest

from support import COUNT, DATA, DIM, K, QUERIES, SPACES, celebrity_hnsw, filled, np


def again(index):
    return pickle.loads(pickle.dumps(index))


class Pickle(unittest.TestCase):
    def test_before_init_index(self):
        index = celebrity_hnsw.Index("cosine", DIM)
        index.set_ef(33)
        index.num_threads = 3
        index = again(index)
        self.assertEqual((index.space, index.dim, index.ef, index.num_threads), ("cosine", DIM, 33, 3))
        index.init_index(COUNT)
        index.add_items(DATA)

    def test_before_items_were_added(self):
        index = celebrity_hnsw.Index("l2", DIM)
        index.init_index(50, M=8, ef_construction=70)
        index = again(index)
        self.assertEqual((index.max_elements, index.M, index.ef_construction), (50, 8, 70))
        index.add_items(DATA[:50])
        with self.assertRaisesRegex(RuntimeError, "resize_index"):
            index.add_items(DATA[50])

    def test_with_items(self):
        for space in SPACES:
            index = filled(space, ef=77)
            index.mark_deleted(5)
            for other in (again(index), copy.deepcopy(index), celebrity_hnsw.Index(index)):
                self.assertEqual((other.ef, other.max_elements, other.element_count), (77, COUNT, COUNT))
                for a, b in zip(index.knn_query(QUERIES, k=K), other.knn_query(QUERIES, k=K)):
                    np.testing.assert_array_equal(a, b)
                other.unmark_deleted(5)
            with self.assertRaises(RuntimeError):
                index.get_items([5])

    def test_labels_are_numbered_on(self):
        index = filled(data=DATA[:3], ids=[7, 8, 9])
        index.resize_index(5)
        index = again(index)
        index.add_items(DATA[3:5])
        self.assertEqual(sorted(index.get_ids_list()), [3, 4, 7, 8, 9])

    def test_leave_to_replace_comes_too(self):
        index = filled(data=DATA[:3], allow_replace_deleted=True)
        index.mark_deleted(0)
        index = again(index)
        index.add_items(DATA[3], replace_deleted=True)
        self.assertEqual(sorted(index.get_ids_list()), [1, 2, 3])

    def test_other_bytes_are_refused(self):
        _, (state,) = celebrity_hnsw.Index("l2", DIM).__reduce_ex__(2)[1:3], [None]
        index = celebrity_hnsw.Index.__new__(celebrity_hnsw.Index)
        with self.assertRaisesRegex(RuntimeError, "pickle the index again"):
            index.__setstate__((99, state))


if __name__ == "__main__":
    unittest.main()
