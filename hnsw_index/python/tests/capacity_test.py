"""max_elements is the most that the index takes, until it is resized."""

import unittest

from support import DATA, DIM, celebrity_hnsw, filled, np

LIMIT_OF_THE_LIBRARY = 2**31 - 1


class Capacity(unittest.TestCase):
    def test_a_full_index_says_so_and_takes_nothing(self):
        index = filled(data=DATA[:100])
        with self.assertRaisesRegex(RuntimeError, r"100 of at most 100 .*resize_index\(102\)"):
            index.add_items(DATA[100:102])
        self.assertEqual(index.get_current_count(), 100)

    def test_labels_that_are_there_need_no_place(self):
        index = filled(data=DATA[:100])
        index.add_items(DATA[100:200], ids=range(100))
        index.add_items(np.vstack([DATA[:1]] * 200), ids=[5] * 200)
        self.assertEqual(index.get_current_count(), 100)

    def test_a_resized_index_takes_more(self):
        index = filled(data=DATA[:1000])
        index.resize_index(2000)
        index.add_items(DATA[1000:])
        self.assertEqual((index.get_current_count(), index.get_max_elements()), (2000, 2000))
        self.assertGreaterEqual((index.knn_query(DATA)[0].ravel() == np.arange(2000)).mean(), 0.99)

    def test_it_is_not_resized_below_what_it_has(self):
        index = filled(data=DATA[:100])
        index.mark_deleted(1)
        with self.assertRaisesRegex(RuntimeError, "new_size is 99, .*100 vectors"):
            index.resize_index(99)
        index.resize_index(100)

    def test_without_a_number_it_grows_by_itself(self):
        index = celebrity_hnsw.Index("l2", DIM)
        index.init_index()
        self.assertEqual(index.max_elements, LIMIT_OF_THE_LIBRARY)
        index.add_items(DATA)


if __name__ == "__main__":
    unittest.main()
