"""Does a drawn face resemble both? Who is drawn, and what a recogniser that embedded drawn faces and photos makes of them."""
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
