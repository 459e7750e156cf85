"""With replace_deleted new vectors take the places of those that are marked as deleted."""

import unittest

from support import COUNT, DATA, DIM, celebrity_hnsw, distances_of, filled, np, recall

HALF = COUNT // 2


class Replacement(unittest.TestCase):
    def setUp(self):
        self.index = filled(data=DATA[:HALF], allow_replace_deleted=True)

    def mark(self, labels):
        for label in labels:
            self.index.mark_deleted(label)

    def test_a_full_index_takes_as_many_as_are_marked(self):
        self.mark(range(100))
        self.index.add_items(DATA[HALF : HALF + 60], ids=range(5000, 5060), replace_deleted=True)
        self.assertEqual(self.index.get_current_count(), HALF)
        labels = set(self.index.get_ids_list())
        self.assertEqual((len(labels & set(range(100))), len(labels & set(range(5000, 5060)))), (40, 60))
        np.testing.assert_array_equal(self.index.get_items(range(5000, 5060)), DATA[HALF : HALF + 60])
        self.assertFalse((self.index.knn_query(DATA[:100], k=3)[0] < 100).any())
        with self.assertRaisesRegex(RuntimeError, "resize_index"):
            self.index.add_items(DATA[HALF : HALF + 41], ids=range(6000, 6041), replace_deleted=True)
        self.index.add_items(DATA[HALF : HALF + 40], ids=range(6000, 6040), replace_deleted=True)
        self.assertEqual(self.index.get_current_count(), HALF)

    def test_recall_stays_when_all_are_replaced_again_and_again(self):
        for start in (10_000, 20_000, 30_000):
            self.mark(self.index.get_ids_list())
            self.index.add_items(DATA[HALF:], ids=range(start, start + HALF), replace_deleted=True)
        found, _ = self.index.knn_query(DATA[:200], k=10)
        self.assertGreaterEqual(recall(found - 30_000, distances_of("l2", DATA[:200], DATA[HALF:])), 0.95)
        self.assertEqual(self.index.get_current_count(), HALF)

    def test_a_marked_label_gets_its_own_place(self):
        self.mark([3, 4])
        self.index.add_items(DATA[HALF], ids=[3], replace_deleted=True)
        self.assertEqual(self.index.get_current_count(), HALF)
        self.index.unmark_deleted(4)
        np.testing.assert_array_equal(self.index.get_items([3, 4]), DATA[[HALF, 4]])

    def test_a_refused_batch_replaces_nothing(self):
        self.mark([3])
        with self.assertRaisesRegex(RuntimeError, "nan"):
            self.index.add_items(np.full(DIM, np.nan), ids=[5000], replace_deleted=True)
        self.index.unmark_deleted(3)
        np.testing.assert_array_equal(self.index.get_items([3]), DATA[3:4])

    def test_a_marked_label_is_not_added_by_mistake(self):
        self.mark([3])
        with self.assertRaisesRegex(RuntimeError, "label 3 .*unmark_deleted"):
            self.index.add_items(DATA[HALF], ids=[3])

    def test_it_must_be_allowed(self):
        index = filled(data=DATA[:5])
        index.mark_deleted(1)
        with self.assertRaisesRegex(RuntimeError, "allow_replace_deleted=True"):
            index.add_items(DATA[5], replace_deleted=True)


if __name__ == "__main__":
    unittest.main()
