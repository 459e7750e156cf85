"""The original's decoder: fully connected, 128 -> 500 -> 4000 -> 160 x 160 x 3, by the squares of the pixels.

    fully_connected.py DATA PACK OUT.pt [--seconds 480]

Its last layer has 307 million weights. Each pixel's weights see the same 4000 values and the loss is a sum of squares, so that layer is trained in
the basis of the portraits' first 1,024 principal components: turned back it is the same network, at a seventieth of the cost. What it could draw
beyond them is the part of the variance that is printed, less than what an embedding foretells.
"""
import argparse
import json
import time

import numpy as np
import torch
from torch import nn

from components import Components
from faces import Faces, picture, scaled

PX, COUNT = 160, 1024


def network():
    return nn.Sequential(nn.Linear(128, 500), nn.ReLU(), nn.Linear(500, 4000), nn.ReLU(), nn.Linear(4000, COUNT))


def inputs(embeddings):
    return torch.from_numpy(embeddings * np.sqrt(128).astype(np.float32))


def load(file):
    saved = torch.load(file)
    net, basis, mean = network(), saved["basis"].float(), saved["mean"]
    net.load_state_dict(saved["net"])

    @torch.no_grad()
    def draw(embeddings):  # fifty at a time: the basis is 300 MB, which one face alone would wait for
        values = (net(part) * 10 @ basis + mean for part in inputs(embeddings).split(50))
        return np.stack([picture(value.view(PX, PX, 3).numpy()) for part in values for value in part])

    return draw


def main():
    p = argparse.ArgumentParser()
    p.add_argument("data"), p.add_argument("pack"), p.add_argument("out")
    p.add_argument("--seconds", type=float, default=480)
    p.add_argument("--rate", type=float, default=3e-4)
    p.add_argument("--threads", type=int, default=1)
    o = p.parse_args()
    torch.set_num_threads(o.threads), torch.manual_seed(1)
    faces = Faces(o.data, o.pack)
    rows, stops = faces.split()
    portraits = scaled(faces.portraits, np.concatenate([rows, stops]), PX)
    began = time.time()
    components = Components(portraits, COUNT)
    codes, held = components.codes(portraits)
    print(f"components after {time.time() - began:.0f} s hold {held:.1%} of the variance", flush=True)
    missing = float(codes.square().sum()) * (1 / held - 1) / codes.shape[0] / components.basis.shape[1]
    wanted, x = codes / 10, inputs(faces.embeddings[np.concatenate([rows, stops])])  # a tenth: values that Adam's steps suit
    per_pixel = 100 / components.basis.shape[1]

    net, best, curve = network(), (9.0, None), []
    steps = torch.optim.Adam(net.parameters(), o.rate)
    started = time.time()
    for epoch in range(1, 1000):
        losses = []
        for chosen in torch.randperm(len(rows)).split(128):
            loss = (net(x[chosen]) - wanted[chosen]).square().sum(1).mean() * per_pixel
            steps.zero_grad()
            loss.backward()
            steps.step()
            losses.append(loss.item())
        with torch.no_grad():
            unseen = float((net(x[len(rows):]) - wanted[len(rows):]).square().sum(1).mean()) * per_pixel + missing
        curve.append({"epoch": epoch, "seconds": round(time.time() - started), "trained": round(float(np.mean(losses)) + missing, 5), "others": round(unseen, 5)})
        print(json.dumps(curve[-1]), flush=True)
        if unseen < best[0]:
            best = unseen, {k: v.clone() for k, v in net.state_dict().items()}
        if time.time() - started > o.seconds or epoch - min(curve, key=lambda c: c["others"])["epoch"] >= 5:
            break
    torch.save({"net": best[1], "basis": components.basis.half(), "mean": components.mean, "curve": curve}, o.out)


if __name__ == "__main__":
    main()
