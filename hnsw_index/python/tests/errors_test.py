"""An error names the value and what helps."""

import unittest

from support import DATA, DIM, celebrity_hnsw, filled, np


class Errors(unittest.TestCase):
    def test_an_unknown_space(self):
        for kind in (celebrity_hnsw.Index, celebrity_hnsw.BFIndex):
            with self.assertRaisesRegex(RuntimeError, "hamming.*l2, ip and cosine"):
                kind("hamming", DIM)

    def test_an_index_that_is_not_there_yet(self):
        index = celebrity_hnsw.Index("l2", DIM)
        calls = (
            lambda: index.add_items(DATA),
            lambda: index.knn_query(DATA),
            lambda: index.get_items([1]),
            index.get_ids_list,
            lambda: index.mark_deleted(1),
            lambda: index.resize_index(5),
            lambda: index.save_index("nothing"),
        )
        for call in calls:
            with self.assertRaisesRegex(RuntimeError, "init_index or load_index"):
                call()

    def test_an_index_is_made_once(self):
        with self.assertRaisesRegex(RuntimeError, "already"):
            filled(data=DATA[:3]).init_index(10)

    def test_options_out_of_range(self):
        for options, said in (
            ({"M": 1}, "links .* is 1"),
            ({"ef_construction": 0}, "ef_construction is 0"),
            ({"storage": "tape"}, "tape.*exact and compact"),
        ):
            with self.assertRaisesRegex(RuntimeError, said):
                celebrity_hnsw.Index("l2", DIM).init_index(10, **options)

    def test_vectors_of_another_shape(self):
        index = filled()
        for call in (index.add_items, index.knn_query, lambda data: index.range_query(data, 1)):
            for wrong in (DATA[:, :5], DATA[None], np.float32(1)):
                with self.assertRaisesRegex(RuntimeError, r"data has the shape \(.*\(n, 24\)"):
                    call(wrong)

    def test_values_that_are_no_numbers(self):
        index = filled()
        with self.assertRaisesRegex(RuntimeError, "nan"):
            index.knn_query(np.full(DIM, np.nan))
        with self.assertRaisesRegex(RuntimeError, "inf"):
            index.add_items(np.full(DIM, np.inf), ids=[3])

    def test_labels_that_are_too_many_or_few(self):
        with self.assertRaisesRegex(RuntimeError, r"ids has the shape \(2,\).*3 vectors"):
            filled(data=DATA[:3], ids=[1, 2])

    def test_labels_to_get(self):
        index = filled(data=DATA[:3])
        with self.assertRaisesRegex(RuntimeError, "label 8 is not in the index"):
            index.get_items([0, 8])
        with self.assertRaisesRegex(ValueError, "list"):
            index.get_items(1)
        with self.assertRaisesRegex(ValueError, "tuple.*numpy and list"):
            index.get_items([1], return_type="tuple")

    def test_more_neighbours_than_there_are(self):
        with self.assertRaisesRegex(RuntimeError, "k is 4, .*3 vectors"):
            filled(data=DATA[:3]).knn_query(DATA, k=4)
        with self.assertRaisesRegex(RuntimeError, "k is 0"):
            filled(data=DATA[:3]).knn_query(DATA, k=0)


if __name__ == "__main__":
    unittest.main()
