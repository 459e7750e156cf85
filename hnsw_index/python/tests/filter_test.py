"""Only labels that the filter lets through are found."""

import unittest

from support import COUNT, DATA, K, QUERIES, SPACES, distances_of, filled, np, recall


def third(label):
    return label % 3 == 0


class Filter(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.index = filled()

    def assert_nearest_thirds(self, labels, distances):
        self.assertTrue((labels % 3 == 0).all())
        self.assertGreaterEqual(recall(labels // 3, distances[:, ::3]), 0.95)

    def test_a_function_decides_whatever_the_number_of_threads(self):
        for space in SPACES:
            index = filled(space)
            for threads in (1, 2, 7, -1):
                labels, _ = index.knn_query(QUERIES, k=K, num_threads=threads, filter=third)
                self.assert_nearest_thirds(labels, distances_of(space))

    def test_an_array_of_bool_has_a_place_for_each_label(self):
        allowed = np.arange(COUNT) % 3 == 0
        labels, distances = self.index.knn_query(QUERIES, k=K, filter=allowed, num_threads=2)
        self.assert_nearest_thirds(labels, distances_of("l2"))
        # Labels behind its end are not allowed.
        labels, _ = self.index.knn_query(QUERIES, k=K, filter=np.ones(60, dtype=bool))
        self.assertLess(labels.max(), 60)
        self.assertEqual(recall(labels, distances_of("l2")[:, :60]), 1)

    def test_a_filter_that_lets_few_through_finds_them(self):
        few = {3, 500, 1999}
        labels, _ = self.index.knn_query(QUERIES, k=3, filter=lambda label: label in few)
        for row in labels.tolist():
            self.assertEqual(set(row), few)

    def test_marked_labels_stay_hidden(self):
        index = filled()
        for label in range(0, COUNT, 6):
            index.mark_deleted(label)
        for filter in (third, np.arange(COUNT) % 3 == 0):
            labels, _ = index.knn_query(QUERIES, k=K, filter=filter)
            self.assertTrue((labels % 6 == 3).all())

    def test_what_the_function_raises_comes_back(self):
        def broken(label):
            raise LookupError(f"no word on {label}")

        for threads in (1, 4):
            with self.assertRaisesRegex(LookupError, "no word on"):
                self.index.knn_query(QUERIES, k=K, filter=broken, num_threads=threads)
        self.index.knn_query(QUERIES, k=K, filter=third)

    def test_the_function_is_asked_once_for_each_label(self):
        asked = []
        self.index.knn_query(QUERIES, k=K, filter=lambda label: asked.append(label) or True, num_threads=4)
        self.assertEqual(len(asked), len(set(asked)))

    def test_fewer_than_k_are_an_error(self):
        for filter in (lambda label: label < 5, np.arange(COUNT) < 5):
            with self.assertRaisesRegex(RuntimeError, "k is 10, .*found 5 .*filter"):
                self.index.knn_query(QUERIES, k=K, filter=filter)

    def test_what_is_no_filter_is_named(self):
        with self.assertRaisesRegex(TypeError, "filter is 5"):
            self.index.knn_query(QUERIES, filter=5)
        with self.assertRaisesRegex(TypeError, "array of int64"):
            self.index.knn_query(QUERIES, filter=np.arange(5))


if __name__ == "__main__":
    unittest.main()
