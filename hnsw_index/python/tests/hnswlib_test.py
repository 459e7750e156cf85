"""One program, run with hnswlib and with this module, sees the same. Skipped where Python's hnswlib is missing; what an older one
lacks is left out."""

import os
import pickle
import sys
import tempfile
import unittest

from support import DATA, DIM, QUERIES, SPACES, celebrity_hnsw, np

try:
    import hnswlib
except ImportError:
    print("skipped: Python's hnswlib is not installed", file=sys.stderr)
    sys.exit(77)

REPLACES = "allow_replace_deleted" in hnswlib.Index.init_index.__doc__
FILTERS = "filter" in hnswlib.Index.knn_query.__doc__
RETURN_TYPES = "return_type" in hnswlib.Index.get_items.__doc__
COUNT = 500


def exact(library, space="l2", **options):
    """An index whose queries are exact in both libraries: ef is the number of vectors."""
    index = library.Index(space=space, dim=DIM)
    index.init_index(max_elements=COUNT, M=16, ef_construction=200, **options)
    index.add_items(DATA[:COUNT], num_threads=1)
    index.set_ef(COUNT)
    return index


class Outcomes:
    """What the calls of a program gave, or the kind of error."""

    def __init__(self):
        self.seen = []

    def call(self, function, *args, **options):
        try:
            value = function(*args, **options)
        except Exception as error:
            value = type(error).__name__
        self.seen.append(value)


def deletions(library, out):
    index = exact(library)
    for label in (3, 3, 4, 900):
        out.call(index.mark_deleted, label)
    for label in (4, 4, 900):
        out.call(index.unmark_deleted, label)
    out.call(index.get_current_count)
    out.call(lambda: sorted(index.get_ids_list()))
    out.call(lambda: index.knn_query(DATA[[3, 4]], k=2)[0].tolist())
    out.call(index.get_items, [3])
    out.call(index.add_items, DATA[600], [3])
    out.call(lambda: index.knn_query(DATA[600], k=1)[0].tolist())


def limits(library, out):
    index = exact(library)
    out.call(index.add_items, DATA[0])
    out.call(index.add_items, DATA[600], [7])
    out.call(index.resize_index, COUNT - 1)
    out.call(index.resize_index, COUNT + 2)
    out.call(index.add_items, DATA[601], [9000])
    # Numbers go on behind all rows that ever came.
    out.call(index.add_items, DATA[602])
    out.call(lambda: sorted(index.get_ids_list())[-3:])
    out.call(index.add_items, DATA[603])
    out.call(lambda: (index.get_max_elements(), index.max_elements, index.element_count))


def arguments(library, out):
    out.call(library.Index, "hamming", DIM)
    index = library.Index("l2", DIM)
    out.call(lambda: (index.M, index.ef_construction, index.max_elements, index.element_count, index.ef))
    index.init_index(10)
    out.call(index.init_index, 10)
    out.call(index.add_items, DATA[:3, :5])
    out.call(index.add_items, DATA[None, :3])
    out.call(index.add_items, DATA[:3], [1, 2])
    out.call(index.add_items, DATA[0], 5)
    out.call(index.get_items, 5)
    if RETURN_TYPES:
        out.call(index.get_items, [5], return_type="tuple")
        out.call(index.get_items, [5], return_type="list")
    out.call(index.get_items, [6])
    out.call(index.knn_query, DATA[0], k=2)
    out.call(lambda: index.knn_query(DATA[:0], k=1)[0].shape)


def files(library, out):
    index = exact(library)
    index.mark_deleted(5)
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "index")
        index.save_index(path)
        again = library.Index("l2", DIM)
        again.load_index(path, max_elements=COUNT + 1)
        again.set_ef(COUNT)
        out.call(library.Index("l2", DIM).load_index, os.path.join(folder, "nothing"))
    for other in (again, pickle.loads(pickle.dumps(index))):
        out.call(lambda: (other.M, other.ef_construction, other.element_count, other.ef))
        out.call(other.mark_deleted, 5)
        out.call(other.unmark_deleted, 5)
        out.call(lambda: other.knn_query(DATA[5])[0].tolist())
    out.call(again.add_items, DATA[600])
    out.call(lambda: max(again.get_ids_list()))


def replacements(library, out):
    index = exact(library, allow_replace_deleted=True)
    index.mark_deleted(5)
    out.call(index.add_items, DATA[600], [5])
    out.call(index.add_items, DATA[600], [900], replace_deleted=True)
    out.call(index.add_items, DATA[601], [901], replace_deleted=True)
    out.call(lambda: (index.element_count, sorted(index.get_ids_list())[4:6], max(index.get_ids_list())))
    out.call(exact(library).add_items, DATA[600], [900], replace_deleted=True)


def filters(library, out):
    index = exact(library)
    for threads in (1, 2):
        out.call(
            lambda: index.knn_query(QUERIES, k=5, filter=lambda label: label % 7 == 1, num_threads=threads)[0].tolist())
    out.call(index.knn_query, QUERIES, k=5, filter=lambda label: label < 4)


class BesideHnswlib(unittest.TestCase):
    def assert_same(self, program):
        theirs, ours = Outcomes(), Outcomes()
        program(hnswlib, theirs)
        program(celebrity_hnsw, ours)
        for i, (a, b) in enumerate(zip(theirs.seen, ours.seen)):
            np.testing.assert_equal(b, a, f"call {i} of {program.__name__}")
        self.assertEqual(len(theirs.seen), len(ours.seen))

    def test_neighbours_and_distances(self):
        for space in SPACES:
            theirs, ours = (exact(library, space).knn_query(QUERIES, k=10) for library in (hnswlib, celebrity_hnsw))
            np.testing.assert_array_equal(theirs[0], ours[0])
            np.testing.assert_allclose(theirs[1], ours[1], rtol=1e-4, atol=1e-5)
            self.assertEqual([x.dtype for x in theirs], [x.dtype for x in ours])

    def test_items(self):
        for space in SPACES:
            theirs, ours = (exact(library, space).get_items([4, 2]) for library in (hnswlib, celebrity_hnsw))
            np.testing.assert_allclose(theirs, ours, rtol=1e-6)

    def test_deletions(self):
        self.assert_same(deletions)

    def test_limits(self):
        self.assert_same(limits)

    def test_arguments(self):
        self.assert_same(arguments)

    def test_files(self):
        self.assert_same(files)

    @unittest.skipUnless(REPLACES, "this hnswlib replaces nothing")
    def test_replacements(self):
        self.assert_same(replacements)

    @unittest.skipUnless(FILTERS, "this hnswlib has no filters")
    def test_filters(self):
        self.assert_same(filters)


if __name__ == "__main__":
    unittest.main()
