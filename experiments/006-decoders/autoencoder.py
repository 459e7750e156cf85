"""The original's convolutional autoencoder of 128 values, whose decoder draws from an embedding.

    autoencoder.py DATA PACK OUT.pt [--seconds 240 240]

First encoder and decoder learn to repeat portraits of 96 px. Then a ridge regression foretells a face's code from its embedding, and the
decoder alone is trained on to draw the portrait from the foretold code: without that it only sees codes that no regression makes.
"""
import argparse
import json
import time

import numpy as np
import torch
from torch import nn

from faces import Faces, picture, ridge, scaled, with_one

PX = 96


def encoder():
    layers, channels = [], (3, 16, 32, 64, 128)
    for a, b in zip(channels, channels[1:]):
        layers += [nn.Conv2d(a, b, 4, 2, 1), nn.ReLU()]
    return nn.Sequential(*layers, nn.Flatten(), nn.Linear(128 * 36, 128))


def decoder():
    layers, channels = [nn.Linear(128, 128 * 36), nn.ReLU(), nn.Unflatten(1, (128, 6, 6))], (128, 64, 32, 16)
    for a, b in zip(channels, channels[1:]):
        layers += [nn.ConvTranspose2d(a, b, 4, 2, 1), nn.ReLU()]
    return nn.Sequential(*layers, nn.ConvTranspose2d(16, 3, 4, 2, 1), nn.Sigmoid())


def load(file):
    saved = torch.load(file)
    net, to_code = decoder(), saved["to_code"].numpy()
    net.load_state_dict(saved["decoder"])

    @torch.no_grad()
    def draw(embeddings):
        codes = torch.from_numpy(with_one(embeddings) @ to_code)
        return np.stack([picture(net(code[None])[0].permute(1, 2, 0).numpy()) for code in codes])

    return draw


class Trainer:
    def __init__(self, pictures, count):
        self.pictures, self.count, self.curve = pictures, count, []

    def batch(self, chosen):
        return torch.from_numpy(self.pictures[chosen]).permute(0, 3, 1, 2).float().div_(255)

    def run(self, phase, seconds, parameters, draw, batch=64):
        """draw: indices -> pictures. The first `count` pictures are trained on; the others' loss is told."""
        steps, started, losses, told = torch.optim.Adam(parameters, 1e-3), time.time(), [], time.time()
        while (spent := time.time() - started) < seconds:
            for group in steps.param_groups:
                group["lr"] = 1e-3 * max(0.02, 1 - spent / seconds)
            chosen = np.random.randint(0, self.count, batch)
            loss = (draw(chosen) - self.batch(chosen)).square().mean()
            steps.zero_grad()
            loss.backward()
            steps.step()
            losses.append(loss.item())
            if time.time() - told > 20:
                self.tell(phase, started, losses, draw)
                losses, told = [], time.time()
        self.tell(phase, started, losses or [float(loss)], draw)

    @torch.no_grad()
    def tell(self, phase, started, losses, draw):
        others = np.arange(self.count, len(self.pictures))[:512]
        unseen = np.mean([float((draw(part) - self.batch(part)).square().mean()) for part in np.split(others, 8)])
        self.curve.append({"phase": phase, "seconds": round(time.time() - started), "steps": len(losses),
                           "trained": round(float(np.mean(losses)), 5), "others": round(float(unseen), 5)})
        print(json.dumps(self.curve[-1]), flush=True)


def main():
    p = argparse.ArgumentParser()
    p.add_argument("data"), p.add_argument("pack"), p.add_argument("out")
    p.add_argument("--seconds", type=float, nargs=2, default=[240, 240])
    p.add_argument("--threads", type=int, default=1)
    o = p.parse_args()
    torch.set_num_threads(o.threads), torch.manual_seed(1), np.random.seed(1)
    faces = Faces(o.data, o.pack)
    rows, stops = faces.split()
    every = np.concatenate([rows, np.random.default_rng(4).permutation(stops)])
    trainer, encode, decode = Trainer(scaled(faces.portraits, every, PX), len(rows)), encoder(), decoder()
    trainer.run("repeats", o.seconds[0], [*encode.parameters(), *decode.parameters()], lambda chosen: decode(encode(trainer.batch(chosen))))
    with torch.no_grad():
        codes = torch.cat([encode(trainer.batch(part)) for part in np.array_split(np.arange(len(rows)), 100)])
    to_code = ridge(faces.embeddings[rows], codes.numpy()).astype(np.float32)
    foretold = torch.from_numpy(with_one(faces.embeddings[every]) @ to_code)
    trainer.run("draws from embeddings", o.seconds[1], decode.parameters(), lambda chosen: decode(foretold[chosen]))
    torch.save({"decoder": decode.state_dict(), "to_code": torch.from_numpy(to_code), "curve": trainer.curve}, o.out)


if __name__ == "__main__":
    main()
