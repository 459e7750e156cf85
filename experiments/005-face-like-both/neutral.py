"""Finds the attributes and the noise that the product draws every face with:   neutral.py DATA CHECKPOINT

They are the same for everybody, so a good choice is worth a search: what the discriminators take for a photo, over people of the training.
It starts from the attributes of frontal photos of people who smile, of which there are many, and climbs from the best of them. It stops
early: further up a discriminator is fooled, and faces grow alike and strange. Writes CHECKPOINT/neutral.npz.
"""
import argparse

import numpy as np
import torch
import torch.nn.functional as F

import weights
from backdrop import GROUND
from model import SIDE, Discriminator, FeatureDiscriminator, Generator

CANDIDATES, STEPS, BATCH, FURTHEST = 100, 45, 12, 1.5  # deviations from the mean; BATCH: in fours (model.py, the discriminator's groups)
FRONTAL = {"yaw": 0.0, "light from a side": 0.0, "beyond the photo": 0.0}  # as measured; these are not searched
BEFORE_GROUND = slice(0, 60), [*range(20), *range(SIDE - 20, SIDE)]  # rows, columns of a portrait's upper corners


def main():
    p = argparse.ArgumentParser()
    p.add_argument("data"), p.add_argument("checkpoint"), p.add_argument("--seed", type=int, default=0)
    o = p.parse_args()
    faces = np.load(o.data + "/faces.npz")
    names, known = [str(v) for v in faces["names"]], faces["attributes"].astype(np.float32)
    networks = [Generator(len(names)), Discriminator(len(names)), FeatureDiscriminator()]
    for name, network in zip(("drawer", "critic", "feature_critic"), networks):
        network.load_state_dict(weights.read(f"{o.checkpoint}/{name}.npz"))
        network.eval().requires_grad_(False)
    drawer, critic, feature_critic = networks
    train = np.nonzero(~faces["held_out"])[0]
    embeddings = F.normalize(torch.from_numpy(faces["embeddings"][train]).float(), dim=1)
    ground = torch.from_numpy(GROUND)[None, :, None, None] / 127.5 - 1
    draw = np.random.default_rng(o.seed)

    def people():
        return embeddings[torch.from_numpy(draw.integers(0, len(embeddings), BATCH))]

    def unlike_photos(e, attributes, noise):
        n = len(e)
        a = attributes[None].expand(n, -1)
        y = drawer(e, a, noise.expand(n, -1))
        corners = (y - ground).abs()[:, :, BEFORE_GROUND[0]][..., BEFORE_GROUND[1]].mean()
        return F.softplus(-critic(y, e, a, torch.ones(n))).mean() + 0.5 * F.softplus(-feature_critic(y)).mean() + 4 * corners

    def column(name):
        return known[train, names.index(name)]

    zero = np.float32([(v - faces["mean"][names.index(k)]) / faces["deviation"][names.index(k)] for k, v in FRONTAL.items()])
    smiling = train[(np.abs(column("yaw")) < 0.25) & (column("sharpness") > 0) & (column("smile width") > 1) & (column("beyond the photo") < 0)]
    still = people()
    best = np.inf
    for row in draw.choice(smiling, CANDIDATES, replace=False):
        candidate = torch.from_numpy(known[row].clip(-FURTHEST, FURTHEST))
        candidate[[names.index(k) for k in FRONTAL]] = torch.from_numpy(zero)
        with torch.no_grad():
            value = float(unlike_photos(still, candidate, torch.zeros(1, drawer.noise)))
        if value < best:
            best, start = value, candidate
    print(f"the best of {CANDIDATES} photos' attributes: {best:.2f}", flush=True)

    searched = torch.tensor([float(n not in FRONTAL) for n in names])
    change, noise = torch.zeros(len(names), requires_grad=True), torch.zeros(1, drawer.noise, requires_grad=True)
    steps = torch.optim.Adam([change, noise], lr=0.06, betas=(0.8, 0.99))
    for i in range(STEPS):
        attributes = (start + change * searched).clamp(-FURTHEST, FURTHEST)
        loss = unlike_photos(people(), attributes, noise) + 0.12 * noise.square().mean() + 0.03 * attributes.square().mean()
        steps.zero_grad(), loss.backward(), steps.step()
        if i % 5 == 0:
            print(f"step {i}: {loss.item():.2f}", flush=True)
    attributes = (start + change * searched).clamp(-FURTHEST, FURTHEST).detach().numpy()
    print({n: round(float(v), 1) for n, v in zip(names, attributes)})
    np.savez(o.checkpoint + "/neutral.npz", attributes=attributes, noise=noise.detach().numpy()[0])


if __name__ == "__main__":
    main()
