"""Threads of Python and of the library work beside each other."""

import threading
import unittest

from support import COUNT, DATA, DIM, K, QUERIES, celebrity_hnsw, filled, np


class Threads(unittest.TestCase):
    def beside(self, *works):
        """Runs the works, each on a thread of its own; what one raises is raised here."""
        failures = []

        def guarded(work):
            try:
                work()
            except BaseException as failure:
                failures.append(failure)

        threads = [threading.Thread(target=guarded, args=(work,)) for work in works]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        if failures:
            raise failures[0]

    def test_the_number_of_threads_changes_no_answer(self):
        index = filled()
        wanted = index.knn_query(DATA, k=K, num_threads=1)
        for threads in (2, 3, 50):
            for a, b in zip(index.knn_query(DATA, k=K, num_threads=threads), wanted):
                np.testing.assert_array_equal(a, b)

    def test_python_runs_while_vectors_are_added(self):
        index = celebrity_hnsw.Index("l2", DIM)
        index.init_index(COUNT)
        begun, added = threading.Event(), threading.Event()

        def add():
            begun.set()
            index.add_items(DATA, num_threads=1)
            added.set()

        turns = []

        def count():
            begun.wait()
            while not added.wait(0.001):
                turns.append(index.element_count)

        self.beside(add, count)
        self.assertGreater(len(turns), 3)

    def test_adders_never_pass_the_limit_together(self):
        index = celebrity_hnsw.Index("l2", DIM)
        index.init_index(1000)
        refused = []

        def add(first):
            try:
                index.add_items(DATA[first : first + 400], ids=range(first, first + 400))
            except RuntimeError:
                refused.append(first)

        self.beside(*(lambda first=first: add(first) for first in range(0, 2000, 400)))
        self.assertEqual((index.element_count, len(refused)), (800, 3))

    def test_queries_marks_and_additions_run_together(self):
        index = filled(data=DATA[:1000], allow_replace_deleted=True)
        done = threading.Event()

        def change():
            try:
                for round in range(5):
                    for label in index.get_ids_list()[:200]:
                        index.mark_deleted(label)
                    start = 10_000 * (round + 1)
                    index.add_items(DATA[1000:1200], ids=range(start, start + 200), replace_deleted=True)
            finally:
                done.set()

        def ask(**options):
            while not done.is_set():
                labels, distances = index.knn_query(QUERIES, k=3, **options)
                self.assertTrue(np.isfinite(distances).all())

        self.beside(change, ask, lambda: ask(filter=lambda label: label % 2 == 0, num_threads=2))
        self.assertEqual(index.element_count, 1000)


if __name__ == "__main__":
    unittest.main()
