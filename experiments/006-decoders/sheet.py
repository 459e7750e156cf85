"""Sheets of what measure.py drew:   sheet.py OUT SHEET NAME ... [--people 12] [--photos DATA PACK FILE]

Three blocks, one person, the middle to the nearest other and the middle to a random one, each with a row a decoder and a column a person.
--photos writes the same with the photos above them, which is not to go into the repository.
"""
import argparse

import numpy as np
from PIL import Image

from faces import Faces

KINDS = ("one", "nearest", "random")


def line(pictures, side):
    return np.concatenate([np.asarray(Image.fromarray(p).resize((side, side), Image.LANCZOS)) for p in pictures], axis=1)


def main():
    p = argparse.ArgumentParser()
    p.add_argument("out"), p.add_argument("sheet"), p.add_argument("names", nargs="+")
    p.add_argument("--people", type=int, default=12)
    p.add_argument("--side", type=int, default=96)
    p.add_argument("--photos", nargs=3)
    o = p.parse_args()
    pairs, some = np.load(o.out + "/pairs.npz"), np.arange(o.people)
    drawn = {kind: [line(np.load(f"{o.out}/{name}/{kind}.npy")[some], o.side) for name in o.names] for kind in KINDS}
    gap = np.full((o.side // 8, o.people * o.side, 3), 255, np.uint8)
    Image.fromarray(np.concatenate(sum(([gap, *drawn[kind]] for kind in KINDS), [])[1:])).save(o.sheet, quality=85)
    if o.photos:
        data, pack, file = o.photos
        faces, rows = Faces(data, pack), pairs["rows"]
        blocks = []
        for kind in KINDS:
            parents = [some] if kind == "one" else [some, pairs[kind][some]]
            blocks += [gap, *(line(faces.portraits[rows[who]], o.side) for who in parents), *drawn[kind]]
        Image.fromarray(np.concatenate(blocks[1:])).save(file, quality=90)


if __name__ == "__main__":
    main()
