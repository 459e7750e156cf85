"""A peer of hnsw-bench that comes as a Python package:   peers.py faiss|usearch|hnswlib-pypi

Takes commands from standard input, a line each, with raw little-endian numbers behind those that say so, and answers
with a line: "ok", what is said below, and numbers behind it; or "error" and why. Seconds are the processor time of
this process, one thread; all queries of a command are searched for in one call, so that no loop of Python is timed.

    build DIMENSION LINKS EF_CONSTRUCTION VECTORS + float32    ok SECONDS
    save PATH                                                  ok
    load DIMENSION PATH                                        ok
    search K EF QUERIES + float32                              ok SECONDS + int64, K for each query, -1 for none
    resident                                                   ok MB
"""

import os
import sys
import time

os.environ["OMP_NUM_THREADS"] = "1"  # before a library reads it

import numpy as np


class Faiss:
    def __init__(self):
        import faiss

        self.faiss = faiss
        faiss.omp_set_num_threads(1)

    def build(self, vectors, links, ef_construction):
        self.index = self.faiss.IndexHNSWFlat(vectors.shape[1], links)
        self.index.hnsw.efConstruction = ef_construction
        self.index.add(vectors)

    def save(self, path):
        self.faiss.write_index(self.index, path)

    def load(self, path, dimension):
        self.index = self.faiss.read_index(path)

    def set_ef(self, ef):
        self.index.hnsw.efSearch = ef

    def search(self, queries, k):
        return self.index.search(queries, k)[1]


class Usearch:
    def __init__(self):
        from usearch.index import Index

        self.Index = Index

    def new(self, dimension, **options):
        return self.Index(ndim=dimension, metric="l2sq", dtype="f32", **options)

    def build(self, vectors, links, ef_construction):
        self.index = self.new(vectors.shape[1], connectivity=links, expansion_add=ef_construction)
        self.index.add(np.arange(len(vectors)), vectors, threads=1)

    def save(self, path):
        self.index.save(path)

    def load(self, path, dimension):
        self.index = self.new(dimension)
        self.index.load(path)

    def set_ef(self, ef):
        self.index.expansion_search = ef

    def search(self, queries, k):
        found = self.index.search(queries, k, threads=1)
        ids = np.array(found.keys).astype(np.int64)
        ids[np.arange(k) >= np.array(found.counts)[:, None]] = -1
        return ids


class Hnswlib:
    def __init__(self):
        import hnswlib

        self.hnswlib = hnswlib

    def build(self, vectors, links, ef_construction):
        self.index = self.hnswlib.Index("l2", vectors.shape[1])
        self.index.init_index(len(vectors), links, ef_construction)
        self.index.add_items(vectors, num_threads=1)

    def save(self, path):
        self.index.save_index(path)

    def load(self, path, dimension):
        self.index = self.hnswlib.Index("l2", dimension)
        self.index.load_index(path)

    def set_ef(self, ef):
        self.index.set_ef(ef)

    def search(self, queries, k):
        return self.index.knn_query(queries, k, num_threads=1)[0].astype(np.int64)


PEERS = {"faiss": Faiss, "usearch": Usearch, "hnswlib-pypi": Hnswlib}


def resident_mb():
    with open("/proc/self/statm") as statm:
        return int(statm.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


def vectors_behind(source, count, dimension):
    """The numbers behind a command's line, a vector a row."""
    values = np.frombuffer(source.read(count * dimension * 4), dtype="<f4")
    return values.reshape(count, dimension)


def timed(action, *arguments):
    start = time.process_time()
    result = action(*arguments)
    return result, time.process_time() - start


def answer(peer, source, command, rest):
    """What is told behind "ok", and the bytes behind the line."""
    if command == "build":
        dimension, links, ef_construction, count = map(int, rest.split())
        vectors = vectors_behind(source, count, dimension)
        return timed(peer.build, vectors, links, ef_construction)[1], b""
    if command == "search":
        k, ef, count = map(int, rest.split())
        queries = vectors_behind(source, count, peer.dimension)
        peer.set_ef(ef)
        ids, seconds = timed(peer.search, queries, k)
        return seconds, np.ascontiguousarray(ids, dtype="<i8").tobytes()
    if command == "save":
        peer.save(rest)
        return "", b""
    if command == "load":
        dimension, path = rest.split(" ", 1)
        peer.dimension = int(dimension)
        peer.load(path, peer.dimension)
        return "", b""
    if command == "resident":
        return resident_mb(), b""
    raise ValueError(f"the command {command} is not known")


def main():
    source = sys.stdin.buffer
    # What a library prints must not get between the answers.
    target = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)

    def tell(line, data=b""):
        target.write(line.encode() + b"\n" + data)
        target.flush()

    try:
        peer = PEERS[sys.argv[1]]()
    except Exception as error:
        return tell(f"error {error}")
    tell("ok")
    for line in source:
        command, _, rest = line.decode().rstrip("\n").partition(" ")
        try:
            told, data = answer(peer, source, command, rest)
            tell(f"ok {told}".rstrip(), data)
        except Exception as error:
            return tell(f"error {error}".replace("\n", " "))


if __name__ == "__main__":
    main()
