"""The properties have hnswlib's names and values."""

import os
import unittest

from support import DATA, DIM, celebrity_hnsw


class Properties(unittest.TestCase):
    def test_before_init_index(self):
        index = celebrity_hnsw.Index(space="ip", dim=DIM)
        self.assertEqual((index.space, index.dim, index.ef), ("ip", DIM, 10))
        self.assertEqual((index.M, index.ef_construction, index.max_elements, index.element_count), (0, 0, 0, 0))
        self.assertEqual(index.num_threads, os.cpu_count())
        self.assertEqual(repr(index), f"<celebrity_hnsw.Index(space='ip', dim={DIM})>")

    def test_behind_it(self):
        index = celebrity_hnsw.Index(space="l2", dim=DIM)
        index.init_index(max_elements=100, ef_construction=90, M=12, random_seed=7)
        index.add_items(DATA[:60])
        self.assertEqual((index.M, index.ef_construction), (12, 90))
        self.assertEqual((index.max_elements, index.get_max_elements()), (100, 100))
        self.assertEqual((index.element_count, index.get_current_count()), (60, 60))

    def test_those_that_can_be_set(self):
        index = celebrity_hnsw.Index("l2", DIM)
        index.set_ef(20)
        self.assertEqual(index.ef, 20)
        index.init_index(10)
        self.assertEqual(index.ef, 20)
        index.ef = 30
        index.num_threads = 5
        self.assertEqual((index.ef, index.num_threads), (30, 5))
        index.set_num_threads(3)
        self.assertEqual(index.num_threads, 3)
        for name in ("M", "ef_construction", "max_elements", "element_count", "space", "dim"):
            with self.assertRaises(AttributeError):
                setattr(index, name, 1)


if __name__ == "__main__":
    unittest.main()
