"""Does a drawn face resemble both?   judge.py DATA PACK CHECKPOINT OUT [--people 200], in two steps.

First it draws, for held-out people, one photo's embedding, the middle to the nearest other person and the middle to a random one, and
writes OUT/list.tsv of the pictures and the photos. Then `pack-faces MODELS OUT/list.tsv OUT/NAME EMBEDDER` recognises them with each
judge, and judge.py --judges OUT/NAME ... -- OUT prints how many lie within the distance that 1 in 100 strangers are within, of both.
"""
import argparse
import os

import numpy as np


def draw(o):
    import torch
    from PIL import Image

    import weights
    from model import Generator, neutral_attributes

    faces = np.load(o.data + "/faces.npz")
    lines = [line.rstrip("\n").split("\t") for line in open(o.pack + "/faces.tsv")]
    embeddings = faces["embeddings"].astype(np.float32)
    embeddings /= np.linalg.norm(embeddings, axis=1, keepdims=True)
    attributes = neutral_attributes(faces)[None]
    generator = Generator(attributes.shape[1]).eval()
    generator.load_state_dict(weights.read(o.checkpoint + "/drawer.npz"))

    random = np.random.default_rng(5)
    held = np.flatnonzero(faces["held_out"])
    people = random.permutation(np.unique(faces["people"][held]))[:o.people]
    rows = np.array([random.choice(held[faces["people"][held] == person]) for person in people])
    own = embeddings[rows]
    cosines = own @ own.T
    np.fill_diagonal(cosines, -9)
    partners = {"nearest": cosines.argmax(1), "random": np.roll(np.arange(len(own)), 1)}
    os.makedirs(o.out, exist_ok=True)
    np.savez(o.out + "/pairs.npz", **partners)
    with open(o.out + "/list.tsv", "w") as listed, torch.no_grad():
        for kind in ("one", "nearest", "random"):
            wanted = own if kind == "one" else own + own[partners[kind]]
            wanted /= np.linalg.norm(wanted, axis=1, keepdims=True)
            for i, embedding in enumerate(wanted):
                picture = generator(torch.from_numpy(embedding[None]), attributes, torch.zeros(1, generator.noise))[0]
                pixels = (picture.clamp(-1, 1) * 127.5 + 127.5).permute(1, 2, 0).byte().numpy()
                file = f"{o.out}/{kind}-{i}.png"
                Image.fromarray(pixels).resize((256, 256), Image.LANCZOS).save(file)
                listed.write(f"{file}\t{kind}-{i}\n")
        for i, row in enumerate(rows):
            listed.write(f"{lines[row][0]}\tphoto-{i}\n")


def judge(o):
    partners = np.load(o.out + "/pairs.npz")
    for folder in o.judges:
        names = [line.rstrip("\n").split("\t")[1] for line in open(folder + "/faces.tsv")]
        values = np.fromfile(folder + "/embeddings.f32", np.float32).reshape(len(names), -1)
        by_name = dict(zip(names, values))
        count = len(partners["nearest"])
        photos = np.array([by_name[f"photo-{i}"] for i in range(count)])
        apart = np.linalg.norm(photos[:, None] - photos[None], axis=2)
        limit = np.quantile(apart[~np.eye(count, dtype=bool)], 0.01)
        print(f"{os.path.basename(folder)}: 1 in 100 strangers within {limit:.3f}")
        for kind in ("one", "nearest", "random"):
            drawn = [by_name.get(f"{kind}-{i}") for i in range(count)]
            parents = [[i] if kind == "one" else [i, partners[kind][i]] for i in range(count)]
            near = [d is not None and all(np.linalg.norm(d - photos[p]) < limit for p in of) for d, of in zip(drawn, parents)]
            print(f"  {kind}: a face in {np.mean([d is not None for d in drawn]):.1%}, near {'it' if kind == 'one' else 'both'} {np.mean(near):.1%}")


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
