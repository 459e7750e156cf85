"""What all of these decoders are given: the faces that 005 packed and prepared, and whom no training sees.

DATA and PACK are the folders of 005's prepare.py and pack-faces, whose rows are the same.
"""
import sys
from pathlib import Path

import cv2
import numpy as np

sys.path.insert(0, str(Path(__file__).parent.parent / "005-face-like-both"))
SIDE = 192  # px of a portrait, and of every drawn face


class Faces:
    def __init__(self, data, pack):
        prepared = np.load(data + "/faces.npz")
        self.prepared = prepared
        self.people, held_out = prepared["people"], prepared["held_out"]
        embeddings = prepared["embeddings"].astype(np.float32)
        self.embeddings = embeddings / np.linalg.norm(embeddings, axis=1, keepdims=True)
        self.meshes = np.load(data + "/meshes.npy", mmap_mode="r")
        self.portraits = np.memmap(pack + "/portraits.u8", np.uint8, "r", shape=(len(self.people), SIDE, SIDE, 3))
        self.files = [line.split("\t")[0] for line in open(pack + "/faces.tsv")]
        self.held, self.trained = np.flatnonzero(held_out), np.flatnonzero(~held_out)

    def split(self):
        """Rows to train on and, of one in twenty of the training people, rows that choose when to stop."""
        people = np.unique(self.people[self.trained])
        chosen = np.random.default_rng(3).permutation(people)[:len(people) // 20]
        stops = np.isin(self.people[self.trained], chosen)
        return self.trained[~stops], self.trained[stops]


def scaled(portraits, rows, side):
    out = np.empty((len(rows), side, side, 3), np.uint8)
    for i, row in enumerate(rows):
        out[i] = cv2.resize(portraits[row], (side, side), interpolation=cv2.INTER_AREA)
    return out


def picture(values):
    """[side, side, 3] from 0 to 1 -> a portrait of bytes."""
    large = values if len(values) == SIDE else cv2.resize(np.ascontiguousarray(values, np.float32), (SIDE, SIDE), interpolation=cv2.INTER_CUBIC)
    return (large.clip(0, 1) * 255 + 0.5).astype(np.uint8)


def ridge(inputs, targets, weight=100.0):
    """x [n, d + 1] of targets = [inputs, 1] x. The inputs, of length one, are brought to values of about one."""
    x = with_one(inputs)
    return np.linalg.solve(x.T @ x + weight * np.eye(x.shape[1], dtype=np.float32), x.T @ targets)


def with_one(inputs):
    return np.column_stack([inputs * np.sqrt(inputs.shape[1]), np.ones(len(inputs))]).astype(np.float32)
