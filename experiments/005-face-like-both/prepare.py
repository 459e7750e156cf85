"""Makes what the training reads from what pack-faces and backdrop.py wrote:   prepare.py PACK MESH.tflite OUT [--held-out 500]

OUT/faces.npz holds every face's embedding, person and attributes, OUT/meshes.npy its mesh; OUT/pictures-K.bin the portraits before a plain ground as
WebP pictures, in parts that travel one by one; OUT/held-out.txt the people that no training sees.
"""
import argparse
import io
import os
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import openvino as ov
from PIL import Image

# Where the mesh network sees a face on a portrait: its crops are one and a half times as wide as a face.
MESH_CROP = (0.14, 0.14, 0.86, 0.86)
NAMES = ["yaw", "pitch", "mouth open", "smile width", "smile lift", "eyes open", "light", "contrast", "light from a side",
         "light from above", "saturation", "red", "blue", "sharpness", "beyond the photo"]
FACE = (slice(50, 150), slice(50, 142))  # rows, columns of the face on a portrait of 192 px


def mesh_of(portraits, network):
    core = ov.Core()
    compiled = core.compile_model(core.read_model(network), "CPU")
    points = max(compiled.outputs, key=lambda o: o.shape[-1])
    side = portraits.shape[1]
    x0, y0, x1, y1 = (int(round(v * side)) for v in MESH_CROP)
    meshes = np.empty((len(portraits), 468, 3), np.float32)
    for i, picture in enumerate(portraits):
        crop = Image.fromarray(picture[y0:y1, x0:x1]).resize((192, 192), Image.BILINEAR)
        result = compiled(np.asarray(crop, np.float32)[None] / 255)[points].reshape(468, 3)
        meshes[i] = result * ((x1 - x0) / 192) + [x0, y0, 0]
    return meshes


def length(mesh, a, b):
    return np.linalg.norm(mesh[:, a, :2] - mesh[:, b, :2], axis=1)


def attributes_of(portraits, meshes):
    eyes = length(meshes, 33, 263)
    columns = [
        (meshes[:, 454, 2] - meshes[:, 234, 2]) / (meshes[:, 454, 0] - meshes[:, 234, 0]).clip(20),
        (meshes[:, 10, 2] - meshes[:, 152, 2]) / (meshes[:, 152, 1] - meshes[:, 10, 1]).clip(20),
        length(meshes, 13, 14) / eyes,
        length(meshes, 61, 291) / eyes,
        (meshes[:, [13, 14], 1].mean(1) - meshes[:, [61, 291], 1].mean(1)) / eyes,
        (length(meshes, 159, 145) + length(meshes, 386, 374)) / eyes,
    ]
    rest = np.empty((len(portraits), 9), np.float32)
    for i, picture in enumerate(portraits):
        face = picture[FACE].astype(np.float32) / 255
        grey = face @ np.float32([0.299, 0.587, 0.114])
        h, w = grey.shape
        laplacian = 4 * grey[1:-1, 1:-1] - grey[:-2, 1:-1] - grey[2:, 1:-1] - grey[1:-1, :-2] - grey[1:-1, 2:]
        mean = face.mean((0, 1))
        # A portrait's margin repeats the photo's border: rows or columns that are all alike.
        same_rows = (np.abs(np.diff(picture.astype(np.int16), axis=0)).max((1, 2)) == 0).mean()
        same_columns = (np.abs(np.diff(picture.astype(np.int16), axis=1)).max((0, 2)) == 0).mean()
        rest[i] = [grey.mean(), grey.std(), grey[:, w // 2:].mean() - grey[:, :w // 2].mean(),
                   grey[:h // 2].mean() - grey[h // 2:].mean(), (face.max(2) - face.min(2)).mean(),
                   mean[0] - mean[1], mean[2] - mean[1], np.log(laplacian.var() + 1e-6), same_rows + same_columns]
    return np.column_stack(columns + [rest]).astype(np.float32)


def without_identity(values, embeddings, weight=100.0):
    """What an embedding does not foretell: light that comes with a person, the skin's say, stays the person's."""
    x = np.column_stack([embeddings * np.sqrt(embeddings.shape[1]), np.ones(len(embeddings))])
    solution = np.linalg.solve(x.T @ x + weight * np.eye(x.shape[1]), x.T @ values)
    return values - x @ solution


if __name__ == "__main__":
    arguments = argparse.ArgumentParser()
    arguments.add_argument("pack")
    arguments.add_argument("mesh")
    arguments.add_argument("out")
    arguments.add_argument("--held-out", type=int, default=500)
    arguments.add_argument("--quality", type=int, default=80)
    arguments.add_argument("--part-mib", type=float, nargs="+", default=[56])
    o = arguments.parse_args()
    os.makedirs(o.out, exist_ok=True)
    people = np.array([line.rstrip("\n").split("\t")[1] for line in open(o.pack + "/faces.tsv")])
    embeddings = np.fromfile(o.pack + "/embeddings.f32", np.float32).reshape(len(people), -1)
    portraits, plain = (np.memmap(f"{o.pack}/{name}.u8", np.uint8, "r", shape=(len(people), 192, 192, 3)) for name in ("portraits", "plain"))
    # Held out by a fixed draw among people with two photos and more, and as many with one.
    names, counts = np.unique(people, return_counts=True)
    draw = np.random.default_rng(1)
    held = np.concatenate([draw.permutation(names[counts >= 2])[:o.held_out], draw.permutation(names[counts == 1])[:o.held_out]])
    open(o.out + "/held-out.txt", "w").write("\n".join(sorted(held)) + "\n")

    meshes = mesh_of(portraits, o.mesh)
    attributes = attributes_of(portraits, meshes)
    held_rows = np.isin(people, held)
    light = [NAMES.index(n) for n in ("light", "contrast", "saturation", "red", "blue")]
    attributes[:, light] = without_identity(attributes[:, light], embeddings)
    low, high = np.percentile(attributes, [0.5, 99.5], axis=0)
    attributes = attributes.clip(low, high)
    mean, deviation = attributes[~held_rows].mean(0), attributes[~held_rows].std(0)
    np.save(o.out + "/meshes.npy", meshes)
    np.savez_compressed(o.out + "/faces.npz", embeddings=embeddings.astype(np.float16), people=people, held_out=held_rows,
             attributes=((attributes - mean) / deviation).astype(np.float16), names=NAMES, mean=mean, deviation=deviation)

    def packed(picture):
        data = io.BytesIO()
        Image.fromarray(picture).save(data, "WEBP", quality=o.quality, method=4)
        return data.getvalue()

    part, size, out = 0, 0, None
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for data in pool.map(packed, plain):
            if out is None or size + len(data) > o.part_mib[min(part, len(o.part_mib)) - 1] * 2**20:
                out, size, part = open(f"{o.out}/pictures-{part}.bin", "wb"), 0, part + 1
            out.write(len(data).to_bytes(4, "little") + data)
            size += len(data)
