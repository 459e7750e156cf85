"""Puts the portraits that pack-faces wrote before a plain ground:   backdrop.py PACK      (MediaPipe 0.10, see README.md)

PACK/plain.u8 has the shape of PACK/portraits.u8. What stands behind a head is no matter of whom it shows, and a generator that need
not draw it has its strength left for hair and ears. The segmenter is MediaPipe's selfie network (Google, Apache-2.0).
"""
import multiprocessing
import os
import sys

import numpy as np

SIDE = 192
GROUND = np.float32([208, 210, 214])


def put(rows):
    import mediapipe

    segmenter = mediapipe.solutions.selfie_segmentation.SelfieSegmentation(model_selection=0)
    portraits = np.memmap(sys.argv[1] + "/portraits.u8", np.uint8, "r").reshape(-1, SIDE, SIDE, 3)
    plain = np.memmap(sys.argv[1] + "/plain.u8", np.uint8, "r+").reshape(-1, SIDE, SIDE, 3)
    for i in range(*rows):
        person = segmenter.process(np.array(portraits[i])).segmentation_mask[..., None]
        plain[i] = (portraits[i] * person + GROUND * (1 - person) + 0.5).astype(np.uint8)


if __name__ == "__main__":
    count = os.path.getsize(sys.argv[1] + "/portraits.u8") // (SIDE * SIDE * 3)
    with open(sys.argv[1] + "/plain.u8", "wb") as file:
        file.truncate(count * SIDE * SIDE * 3)
    edges = np.linspace(0, count, os.cpu_count() * 8 + 1).astype(int)
    with multiprocessing.Pool() as pool:
        pool.map(put, list(zip(edges, edges[1:])), chunksize=1)
