"""The linear baseline, after Cole et al. 2017, "Synthesizing Normalized Faces from Facial Identity Features", section 3.

    linear.py DATA PACK OUT.pt [--px 96] [--exaggerate 1.6]

A face is a shape and a texture in the mean shape. Ridge regression foretells the shape and the texture's 400 principal components from the
embedding; as it pulls all towards the mean, what differs from the mean is exaggerated. Turned heads are left out: their far half is no texture.
"""
import argparse
import time

import numpy as np
import torch

from components import Components
from faces import Faces, picture, ridge, with_one
from warp import Warp, with_border

COUNT = 400


def load(file):
    saved = torch.load(file)
    basis, mean, px = saved["basis"].float().numpy(), saved["mean"].numpy(), saved["px"]
    to_codes, to_shape, exaggerate = saved["to_codes"].numpy(), saved["to_shape"].numpy(), saved["exaggerate"]
    mean_shape = saved["mean_shape"].numpy()
    warp = Warp(mean_shape)

    def draw(embeddings):
        out = []
        for x in np.array_split(with_one(embeddings), -(-len(embeddings) // 50)):
            shapes = mean_shape + (x @ to_shape * exaggerate).reshape(len(x), -1, 2)
            textures = (x @ to_codes * exaggerate @ basis + mean).reshape(len(x), px, px, 3)
            out += [picture(warp.draw(texture, shape)) for texture, shape in zip(textures, shapes)]
        return np.stack(out)

    return draw


def main():
    p = argparse.ArgumentParser()
    p.add_argument("data"), p.add_argument("pack"), p.add_argument("out")
    p.add_argument("--px", type=int, default=96)
    p.add_argument("--exaggerate", type=float, default=1.6)
    p.add_argument("--threads", type=int, default=1)
    o = p.parse_args()
    torch.set_num_threads(o.threads)
    began, faces = time.time(), Faces(o.data, o.pack)
    names = [str(name) for name in faces.prepared["names"]]
    yaw = faces.prepared["attributes"][:, names.index("yaw")].astype(np.float32)
    rows = faces.trained[np.abs(yaw[faces.trained]) < 1]  # of the standard deviation
    points = with_border(faces.meshes[rows])
    mean_shape = points.mean(0)
    warp = Warp(mean_shape)
    textures = np.stack([warp.texture(faces.portraits[row], own, o.px) for row, own in zip(rows, points)])
    print(f"{len(rows)} textures after {time.time() - began:.0f} s", flush=True)
    components = Components(textures, COUNT)
    codes, held = components.codes(textures)
    embeddings = faces.embeddings[rows]
    to_codes = ridge(embeddings, codes.numpy())
    to_shape = ridge(embeddings, (points - mean_shape).reshape(len(rows), -1))
    told = 1 - (codes.numpy() - with_one(embeddings) @ to_codes).var() / codes.numpy().var()
    print(f"{COUNT} components hold {held:.1%} of the textures' variance, of which the embedding tells {told:.1%}; {time.time() - began:.0f} s")
    torch.save({"basis": components.basis.half(), "mean": components.mean, "px": o.px, "mean_shape": torch.from_numpy(mean_shape),
                "to_codes": torch.from_numpy(to_codes.astype(np.float32)), "to_shape": torch.from_numpy(to_shape.astype(np.float32)),
                "exaggerate": o.exaggerate}, o.out)


if __name__ == "__main__":
    main()
