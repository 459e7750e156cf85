"""Labels are the caller's, and vectors come back by them."""

import unittest

from support import DATA, DIM, QUERIES, celebrity_hnsw, filled, np


class LabelsTest(unittest.TestCase):
    def test_without_labels_they_are_numbered_on(self):
        index = celebrity_hnsw.Index("l2", DIM)
        index.init_index(30)
        index.add_items(DATA[:10])
        index.add_items(DATA[10:15], ids=range(100, 105))
        index.add_items(DATA[15])
        # As hnswlib has it: vectors with given labels count too.
        self.assertEqual(sorted(index.get_ids_list()), [*range(10), 15, *range(100, 105)])

    def test_any_unsigned_label_comes_back(self):
        labels = [7, 8, 2**40, 2**63 + 5, 2**64 - 1]
        index = filled(data=DATA[:5], ids=np.array(labels, dtype=np.uint64))
        self.assertEqual(sorted(index.get_ids_list()), labels)
        self.assertEqual(index.knn_query(DATA[:5])[0].ravel().tolist(), labels)
        np.testing.assert_array_equal(index.get_items([2**63 + 5]), DATA[3:4])

    def test_one_vector_may_have_a_plain_number(self):
        index = filled(data=DATA[:1], ids=5)
        self.assertEqual(index.get_ids_list(), [5])

    def test_a_known_label_gets_the_new_vector(self):
        index = filled(data=DATA[:3], ids=[7, 8, 9])
        index.add_items(DATA[5], ids=[7])
        self.assertEqual(index.get_current_count(), 3)
        np.testing.assert_array_equal(index.get_items([7, 9]), DATA[[5, 2]])
        self.assertEqual(index.knn_query(DATA[5])[0].tolist(), [[7]])

    def test_items_are_arrays_or_lists(self):
        index = filled()
        found, _ = index.knn_query(QUERIES, k=1)
        items = index.get_items(found)
        self.assertEqual((items.shape, items.dtype), ((50, DIM), np.float32))
        np.testing.assert_array_equal(items, DATA[found[:, 0].astype(int)])
        self.assertEqual(index.get_items([1, 0], return_type="list"), DATA[[1, 0]].tolist())
        self.assertEqual(len(index.get_items()), 0)

    def test_items_of_the_cosine_space_have_unit_length(self):
        unit = DATA / np.linalg.norm(DATA, axis=1, keepdims=True)
        np.testing.assert_allclose(filled("cosine").get_items([3, 4]), unit[3:5], atol=1e-6)


if __name__ == "__main__":
    unittest.main()
