"""Measures each decoder on the same held-out people:   measure.py DATA PACK OUT NAME=FILE ... --pack-faces PROGRAM --models FOLDER

NAME is fully-connected, autoencoder, linear or product (any name that begins so), FILE what its program wrote or the network that ships. Run it where pack-faces ran: PACK names
photos from there. OUT gets the drawn faces, what the judges made of them and figures.json; a table is printed.
"""
import argparse
import json
import os
import subprocess

import numpy as np
import torch
from PIL import Image

import distribution
from faces import Faces, picture
from judge import chosen_pairs, likeness, unit  # 005's
from prepare import FACE

KINDS = ("one", "nearest", "random")
JUDGES = ("mobilefacenet", "dlib-resnet-v1")


def load(name, file):
    """embeddings [n, 128] -> faces [n, 192, 192, 3]."""
    if name.startswith("fully-connected"):
        from fully_connected import load as read
    elif name.startswith("autoencoder"):
        from autoencoder import load as read
    elif name.startswith("linear"):
        from linear import load as read
    elif name.startswith("product"):
        return product(file)
    else:
        raise SystemExit(f"{name} is not known")
    return read(file)


def product(file):
    import openvino as ov

    net = ov.Core().compile_model(file, "CPU", {"INFERENCE_PRECISION_HINT": "f32"})
    return lambda embeddings: np.stack([picture(net(e[None])[0][0] / 255) for e in embeddings])


def sharpness(pictures):
    """The variance of the Laplacian of each face, in grey: prepare.py's."""
    out = []
    for face in pictures[:, FACE[0], FACE[1]]:
        grey = face.astype(np.float32) @ np.float32([0.299, 0.587, 0.114]) / 255
        laplacian = 4 * grey[1:-1, 1:-1] - grey[:-2, 1:-1] - grey[2:, 1:-1] - grey[1:-1, :-2] - grey[1:-1, 2:]
        out.append(laplacian.var())
    return np.array(out)


def recognised(o, folder, lines):
    """What both judges, and a second detector, make of the pictures. MTCNN is in no decoder's training and finds no judge's face."""
    runs = [(judge, judge, "centerface") for judge in JUDGES] + [("mtcnn", "mobilefacenet", "mtcnn")]
    with open(folder + "/list.tsv", "w") as listed:
        listed.writelines(lines)
    for name, embedder, detector in runs:
        subprocess.run([o.pack_faces, o.models, folder + "/list.tsv", f"{folder}/{name}", embedder, detector], check=True, stderr=subprocess.DEVNULL)
    names = {line.rstrip("\n").split("\t")[1] for line in open(folder + "/mtcnn/faces.tsv")}
    return {kind: sum(name.startswith(kind + "-") for name in names) / o.people for kind in KINDS}


def measured(o, name, draw, faces, rows, partners, photos):
    folder = f"{o.out}/{name}"
    os.makedirs(folder, exist_ok=True)
    own, lines, figures = faces.embeddings[rows], [], {"sharpness": {}}
    for kind in KINDS:
        drawn = draw(own if kind == "one" else unit(own + own[partners[kind]]))
        np.save(f"{folder}/{kind}.npy", drawn)
        figures["sharpness"][kind] = float(np.median(sharpness(drawn)) / o.sharpness_of_photos)
        for i, pixels in enumerate(drawn):
            # Larger, as 005's judge.py does: detectors were made for faces of a photo.
            Image.fromarray(pixels).resize((256, 256), Image.LANCZOS).save(f"{folder}/{kind}-{i}.png", compress_level=1)
            lines.append(f"{folder}/{kind}-{i}.png\t{kind}-{i}\n")
    lines += [f"{faces.files[row]}\tphoto-{i}\n" for i, row in enumerate(rows)]
    figures["mtcnn"] = recognised(o, folder, lines)
    for judge in JUDGES:
        limit, near = likeness(f"{folder}/{judge}", partners)
        figures[judge] = {"limit": limit} | {kind: near[kind][1] for kind in KINDS}
    real, of_drawn = o.real, o.features(draw(faces.embeddings[photos])) / o.spread
    figures |= {"fid": distribution.frechet(real, of_drawn), "kid": distribution.kernel(real, of_drawn), "kid_deviation": distribution.parts(real, of_drawn)}
    return figures


def row(name, f):
    def cells(values):
        return " / ".join(f"{100 * values[kind]:.1f}" for kind in KINDS)

    sharp = " / ".join(f"{f['sharpness'][kind]:.2f}" for kind in KINDS)
    return f"| {name} | {cells(f['mtcnn'])} | {cells(f[JUDGES[0]])} | {cells(f[JUDGES[1]])} | {sharp} | {f['fid']:.0f} | {f['kid']:.1f} ± {f['kid_deviation']:.1f} |"


def main():
    p = argparse.ArgumentParser()
    p.add_argument("data"), p.add_argument("pack"), p.add_argument("out"), p.add_argument("decoders", nargs="+")
    p.add_argument("--pack-faces", required=True)
    p.add_argument("--models", required=True)
    p.add_argument("--people", type=int, default=240)
    p.add_argument("--photos", type=int, default=2000, help="for FID and KID, of held-out people")
    p.add_argument("--threads", type=int, default=1)
    o = p.parse_args()
    torch.set_num_threads(o.threads)
    os.makedirs(o.out, exist_ok=True)
    faces, o.features = Faces(o.data, o.pack), distribution.Features()
    rows, partners = chosen_pairs(faces.prepared, o.people)
    np.savez(o.out + "/pairs.npz", rows=rows, **partners)
    draws = np.random.default_rng(9)
    photos = np.sort(draws.permutation(faces.held)[:o.photos])
    others = np.sort(draws.permutation(faces.trained)[:o.photos])
    of_others = o.features(faces.portraits[others])
    o.spread = of_others.std(0)
    o.real = o.features(faces.portraits[photos]) / o.spread
    o.sharpness_of_photos = float(np.median(sharpness(faces.portraits[photos])))

    file = o.out + "/figures.json"
    all_figures = json.load(open(file)) if os.path.exists(file) else {}
    others = of_others / o.spread
    all_figures["photos of other people"] = {"fid": distribution.frechet(o.real, others), "kid": distribution.kernel(o.real, others),
                                             "kid_deviation": distribution.parts(o.real, others)}
    print("photos of other people:", all_figures["photos of other people"], flush=True)
    for name, source in (decoder.split("=", 1) for decoder in o.decoders):
        all_figures[name] = measured(o, name, load(name, source), faces, rows, partners, photos)
        print(row(name, all_figures[name]), flush=True)
        json.dump(all_figures, open(file, "w"), indent=1)


if __name__ == "__main__":
    main()
