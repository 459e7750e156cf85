"""Whom does the landmark morph resemble half-way?   morph.py DATA PACK OUT --program celebrity-faces --pack-faces PROGRAM --models FOLDER

Photos of the first held-out people of measure.py, each with the nearest other and with a random one, as the command line blends them; judged by
the same rule, and by how often either parent alone is missed. Writes OUT/sheet.jpg, which holds photos and is not to go into the repository.
"""
import argparse
import os
import subprocess

import numpy as np
from PIL import Image

from faces import Faces
from judge import chosen_pairs, likeness  # 005's

KINDS = ("nearest", "random")
JUDGES = ("mobilefacenet", "dlib-resnet-v1")
SHOWN = 10


def main():
    p = argparse.ArgumentParser()
    p.add_argument("data"), p.add_argument("pack"), p.add_argument("out")
    for name in ("program", "pack-faces", "models"):
        p.add_argument("--" + name, required=True)
    p.add_argument("--people", type=int, default=80)
    o = p.parse_args()
    os.makedirs(o.out, exist_ok=True)
    faces = Faces(o.data, o.pack)
    rows, partners = chosen_pairs(faces.prepared, o.people)
    lines = [f"{faces.files[row]}\tphoto-{i}\n" for i, row in enumerate(rows)]
    for kind in KINDS:
        for i, row in enumerate(rows):
            file = f"{o.out}/{kind}-{i}.png"
            subprocess.run([o.program, "blend", faces.files[row], faces.files[rows[partners[kind][i]]], "--out", file], check=True, stderr=subprocess.DEVNULL)
            lines.append(f"{file}\t{kind}-{i}\n")
    with open(o.out + "/list.tsv", "w") as listed:
        listed.writelines(lines)
    for judge in JUDGES:
        subprocess.run([getattr(o, "pack_faces"), o.models, o.out + "/list.tsv", f"{o.out}/{judge}", judge], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        limit, near = likeness(f"{o.out}/{judge}", partners)
        print(judge, f"within {limit:.3f}:", ", ".join(f"{kind}: a face in {near[kind][0]:.1%}, near both {near[kind][1]:.1%}" for kind in KINDS))
    columns = []
    for i in range(SHOWN):
        pictures = [faces.portraits[rows[i]]] + [f"{o.out}/{kind}-{i}.png" for kind in KINDS] + [faces.portraits[rows[partners[kind][i]]] for kind in KINDS]
        columns.append(np.concatenate([np.asarray((Image.open(q) if isinstance(q, str) else Image.fromarray(q)).convert("RGB").resize((256, 256))) for q in pictures]))
    Image.fromarray(np.concatenate(columns, axis=1)).save(o.out + "/sheet.jpg", quality=90)


if __name__ == "__main__":
    main()
