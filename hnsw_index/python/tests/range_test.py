"""range_query finds all within a distance."""

import unittest

from support import QUERIES, SPACES, distances_of, filled, np


class Range(unittest.TestCase):
    def test_all_within_the_distance_are_found(self):
        for space in SPACES:
            exact = distances_of(space)
            radius = float(np.sort(exact, axis=1)[:, 20].mean())
            labels, distances = filled(space).range_query(QUERIES, radius)
            self.assertEqual((len(labels), len(distances)), (50, 50))
            wanted = [set(np.flatnonzero(row < radius)) for row in exact]
            found = sum(len(a & set(b.tolist())) for a, b in zip(wanted, labels))
            self.assertGreaterEqual(found / sum(map(len, wanted)), 0.95, space)
            for row, (ids, near) in enumerate(zip(labels, distances)):
                self.assertTrue((near <= radius * (1 + 1e-5)).all())
                np.testing.assert_allclose(near, exact[row, ids.astype(int)], rtol=1e-4, atol=1e-4)

    def test_filters_and_marks_hold(self):
        index = filled()
        index.mark_deleted(3)
        radius = float(distances_of("l2")[0].max()) + 1
        labels, _ = index.range_query(QUERIES[0], radius, filter=lambda label: label < 10)
        self.assertEqual(sorted(labels[0].tolist()), [0, 1, 2, 4, 5, 6, 7, 8, 9])

    def test_a_radius_that_is_no_distance_is_named(self):
        with self.assertRaisesRegex(RuntimeError, "radius is -1"):
            filled().range_query(QUERIES, -1)


if __name__ == "__main__":
    unittest.main()
