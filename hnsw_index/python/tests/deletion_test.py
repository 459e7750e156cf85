"""Vectors marked as deleted hide from queries, and come back."""

import os
import tempfile
import unittest

from support import COUNT, DATA, DIM, SPACES, celebrity_hnsw, filled, np

MARKED = range(0, COUNT, 2)


def half_marked(space):
    index = filled(space, ef=100)
    for label in MARKED:
        index.mark_deleted(label)
    return index


class Deletion(unittest.TestCase):
    def assert_hidden(self, index):
        self.assertFalse((index.knn_query(DATA, k=5)[0] % 2 == 0).any())

    def assert_all_there(self, index):
        found = index.knn_query(DATA, k=1)[0].ravel()
        self.assertGreaterEqual((found == np.arange(COUNT)).mean(), 0.99)

    def test_marked_vectors_are_not_found_and_come_back(self):
        for space in ("l2", "cosine"):
            index = half_marked(space)
            self.assert_hidden(index)
            found = index.knn_query(DATA[1::2], k=1)[0].ravel()
            self.assertGreaterEqual((found == np.arange(1, COUNT, 2)).mean(), 0.99)
            for label in MARKED:
                index.unmark_deleted(label)
            self.assert_all_there(index)

    def test_marked_vectors_count_and_are_listed(self):
        index = half_marked("l2")
        self.assertEqual(index.get_current_count(), COUNT)
        self.assertEqual(sorted(index.get_ids_list()), list(range(COUNT)))
        with self.assertRaisesRegex(RuntimeError, "label 4 .*marked"):
            index.get_items([4])

    def test_marks_are_in_files(self):
        for space in SPACES:
            index = half_marked(space)
            with tempfile.TemporaryDirectory() as folder:
                path = os.path.join(folder, "index")
                index.save_index(path)
                self.assertEqual(os.listdir(folder), ["index"])
                again = celebrity_hnsw.Index(space, DIM)
                again.load_index(path)
                again.set_ef(100)
                self.assert_hidden(again)
                for label in MARKED:
                    again.unmark_deleted(label)
                self.assertEqual(again.get_current_count(), COUNT)
                np.testing.assert_allclose(again.get_items(MARKED), filled(space).get_items(MARKED), atol=1e-6)
                # What was marked once is not so for ever.
                again.save_index(path)
                third = celebrity_hnsw.Index(space, DIM)
                third.load_index(path)
                third.get_items(MARKED)

    def test_adding_a_marked_label_brings_it_back_with_the_new_vector(self):
        index = half_marked("l2")
        index.add_items(-DATA[:1], ids=[0])
        self.assertEqual(index.knn_query(-DATA[0])[0].tolist(), [[0]])
        self.assertEqual(index.get_current_count(), COUNT)

    def test_marking_twice_and_unmarking_what_is_not_marked_are_refused(self):
        index = filled(data=DATA[:3])
        index.mark_deleted(1)
        with self.assertRaisesRegex(RuntimeError, "label 1 is marked"):
            index.mark_deleted(1)
        with self.assertRaisesRegex(RuntimeError, "label 2 is not marked"):
            index.unmark_deleted(2)
        for call in (index.mark_deleted, index.unmark_deleted):
            with self.assertRaisesRegex(RuntimeError, "label 9 is not in the index"):
                call(9)


if __name__ == "__main__":
    unittest.main()
