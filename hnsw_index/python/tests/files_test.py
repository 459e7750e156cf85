"""A file brings the index back."""

import os
import pathlib
import tempfile
import unittest

from support import COUNT, DATA, DIM, K, QUERIES, SPACES, celebrity_hnsw, filled, np


class Files(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.path = os.path.join(folder.name, "index")

    def loaded(self, space="l2", **options):
        index = celebrity_hnsw.Index(space, DIM)
        index.load_index(self.path, **options)
        index.set_ef(200)
        return index

    def test_a_file_brings_it_back(self):
        for space in SPACES:
            index = filled(space)
            index.save_index(self.path)
            for mapped in (False, True):
                again = self.loaded(space, mapped=mapped)
                for a, b in zip(index.knn_query(QUERIES, k=K), again.knn_query(QUERIES, k=K)):
                    np.testing.assert_array_equal(a, b)

    def test_more_may_be_added_behind(self):
        filled(data=DATA[:1000]).save_index(self.path)
        index = self.loaded()
        index.add_items(DATA[1000:])
        self.assertEqual(sorted(index.get_ids_list()), list(range(COUNT)))
        self.assertGreaterEqual((index.knn_query(DATA)[0].ravel() == np.arange(COUNT)).mean(), 0.99)

    def test_the_caller_says_how_many_it_may_hold(self):
        filled(data=DATA[:100]).save_index(self.path)
        index = self.loaded(max_elements=150)
        self.assertEqual(index.max_elements, 150)
        with self.assertRaisesRegex(RuntimeError, "at most 150"):
            index.add_items(DATA[:51], ids=range(1000, 1051))
        self.assertEqual(self.loaded().max_elements, 2**31 - 1)

    def test_replacing_is_allowed_by_the_loader(self):
        index = filled(data=DATA[:100])
        index.mark_deleted(3)
        index.save_index(self.path)
        again = self.loaded(max_elements=100, allow_replace_deleted=True)
        again.add_items(DATA[100], ids=[100], replace_deleted=True)
        self.assertEqual(sorted(again.get_ids_list()), [0, 1, 2, *range(4, 101)])

    def test_an_index_may_load_another_in_its_place(self):
        filled().save_index(self.path)
        index = filled(data=DATA[:10])
        index.mark_deleted(1)
        index.load_index(self.path)
        self.assertEqual(index.element_count, COUNT)
        index.get_items([1])

    def test_the_size_of_the_file_is_known_before(self):
        index = filled()
        size = index.index_file_size()
        index.save_index(pathlib.Path(self.path))
        self.assertEqual(os.path.getsize(self.path), size)

    def test_another_shape_or_space_is_refused(self):
        filled("cosine").save_index(self.path)
        with self.assertRaisesRegex(RuntimeError, "24 dimensions .*25"):
            celebrity_hnsw.Index("cosine", DIM + 1).load_index(self.path)
        with self.assertRaisesRegex(RuntimeError, "cosine.* l2"):
            self.loaded("l2")

    def test_a_damaged_file_is_refused_and_the_index_stays(self):
        index = filled(data=DATA[:10])
        index.save_index(self.path)
        with open(self.path, "r+b") as file:
            file.truncate(os.path.getsize(self.path) - 5)
        with self.assertRaisesRegex(RuntimeError, "damaged"):
            index.load_index(self.path)
        self.assertEqual(index.element_count, 10)
        with self.assertRaisesRegex(RuntimeError, "nowhere"):
            index.load_index("/nowhere")


if __name__ == "__main__":
    unittest.main()
