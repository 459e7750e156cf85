"""Does a drawn face resemble both?   judge.py DATA PACK CHECKPOINT OUT [--people 200], in two steps.

First it draws, for held-out people, one photo's embedding, the middle to the nearest other person and the middle to a random one, and
writes OUT/list.tsv of the pictures and the photos. Then `pack-faces MODELS OUT/list.tsv OUT/NAME EMBEDDER` recognises them with each
judge, and judge.py --judges OUT/NAME ... -- OUT prints how many lie within the distance that 1 in 100 strangers are within, of both.
"""
import argparse
import os

import numpy as np


def chosen_pairs(faces, people):
    """Rows of held-out photos, one a person, and with whom each is brought together: places in those rows."""
    random = np.random.default_rng(5)
    held = np.flatnonzero(faces["held_out"])
    drawn = random.permutation(np.unique(faces["people"][held]))[:people]
    rows = np.array([random.choice(held[faces["people"][held] == person]) for person in drawn])
    own = unit(faces["embeddings"][rows])
    cosines = own @ own.T
    np.fill_diagonal(cosines, -9)
    return rows, {"nearest": cosines.argmax(1), "random": np.roll(np.arange(len(own)), 1)}


def unit(values):
    values = values.astype(np.float32)
    return values / np.linalg.norm(values, axis=1, keepdims=True)


def draw(o):
    import torch
    from PIL import Image

    import weights
    from model import Generator, neutral_attributes

    faces = np.load(o.data + "/faces.npz")
    lines = [line.rstrip("\n").split("\t") for line in open(o.pack + "/faces.tsv")]
    attributes = neutral_attributes(faces)[None]
    generator = Generator(attributes.shape[1]).eval()
    generator.load_state_dict(weights.read(o.checkpoint + "/drawer.npz"))

    rows, partners = chosen_pairs(faces, o.people)
    own = unit(faces["embeddings"][rows])
    os.makedirs(o.out, exist_ok=True)
    np.savez(o.out + "/pairs.npz", **partners)
    with open(o.out + "/list.tsv", "w") as listed, torch.no_grad():
        for kind in ("one", "nearest", "random"):
            wanted = own if kind == "one" else unit(own + own[partners[kind]])
            for i, embedding in enumerate(wanted):
                picture = generator(torch.from_numpy(embedding[None]), attributes, torch.zeros(1, generator.noise))[0]
                pixels = (picture.clamp(-1, 1) * 127.5 + 127.5).permute(1, 2, 0).byte().numpy()
                file = f"{o.out}/{kind}-{i}.png"
                Image.fromarray(pixels).resize((256, 256), Image.LANCZOS).save(file)
                listed.write(f"{file}\t{kind}-{i}\n")
        for i, row in enumerate(rows):
            listed.write(f"{lines[row][0]}\tphoto-{i}\n")


def likeness(folder, partners):
    """The limit, and for each kind the part of pictures with a face and the part near their parents, by the judge whose pack is in folder."""
    names = [line.rstrip("\n").split("\t")[1] for line in open(folder + "/faces.tsv")]
    values = np.fromfile(folder + "/embeddings.f32", np.float32).reshape(len(names), -1)
    by_name = dict(zip(names, values))
    count = len(partners["nearest"])
    photos = np.array([by_name[f"photo-{i}"] for i in range(count)])
    apart = np.linalg.norm(photos[:, None] - photos[None], axis=2)
    limit = np.quantile(apart[~np.eye(count, dtype=bool)], 0.01)
    figures = {}
    for kind in ("one", "nearest", "random"):
        drawn = [by_name.get(f"{kind}-{i}") for i in range(count)]
        parents = [[i] if kind == "one" else [i, partners[kind][i]] for i in range(count)]
        near = [d is not None and all(np.linalg.norm(d - photos[p]) < limit for p in of) for d, of in zip(drawn, parents)]
        figures[kind] = float(np.mean([d is not None for d in drawn])), float(np.mean(near))
    return float(limit), figures


def judge(o):
    partners = np.load(o.out + "/pairs.npz")
    for folder in o.judges:
        limit, figures = likeness(folder, partners)
        print(f"{os.path.basename(folder)}: 1 in 100 strangers within {limit:.3f}")
        for kind, (found, near) in figures.items():
            print(f"  {kind}: a face in {found:.1%}, near {'it' if kind == 'one' else 'both'} {near:.1%}")


if __name__ == "__main__":
    p = argparse.ArgumentParser()
    p.add_argument("--judges", nargs="+")
    p.add_argument("--people", type=int, default=200)
    p.add_argument("paths", nargs="+")
    o = p.parse_args()
    if o.judges:
        o.out = o.paths[-1]
        judge(o)
    else:
        o.data, o.pack, o.checkpoint, o.out = o.paths
        draw(o)
