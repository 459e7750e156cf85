"""Trains the generator:   train.py DATA OUT --judges FOLDER [--seconds 600] [--start checkpoint]

DATA is what prepare.py made, FOLDER holds mobilefacenet.npz, faceres.npz and mesh.npz (graphs.py). Weights to go on from, a log of
the losses and a sheet of drawn faces go to OUT every --every seconds. dlib's ResNet is no part of it: it judges the result.
"""
import argparse
import glob
import io
import json
import math
import os
import time
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import torch
import torch.nn.functional as F
from PIL import Image

import weights
from augment import augment, recoloured
from judges import Judges, features
from model import SIDE, Discriminator, FeatureDiscriminator, Generator, neutral_attributes

MIRRORED = ("yaw", "light from a side")  # attributes that change sign in a mirror
LOSSES = ["critic", "real", "drawn", "feature_critic", "penalty", "realism", "feature", "colour", "identity", "perceptual",
          "identity_second", "perceptual_second", "shape"]
# What a step's drawn faces are looked at by, beside the discriminators: recognisers are slow, and one that always looks is pleased at the cost of the rest.
CYCLE = ("own", "second", "own", "none")
PENALTY_EVERY = 16  # steps (Karras et al. 2020, appendix B: lazy regularisation)


def load_pictures(folder, count, device):
    data = []
    for part in sorted(glob.glob(folder + "/pictures-*.bin"), key=lambda f: int(f.split("-")[-1][:-4])):
        raw = open(part, "rb").read()
        at = 0
        while at < len(raw):
            size = int.from_bytes(raw[at:at + 4], "little")
            data.append(raw[at + 4:at + 4 + size])
            at += 4 + size
    pictures = torch.empty((min(count, len(data)), 3, SIDE, SIDE), dtype=torch.uint8)

    def decode(i):
        pictures[i] = torch.from_numpy(np.array(Image.open(io.BytesIO(data[i])).convert("RGB"))).permute(2, 0, 1)

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        list(pool.map(decode, range(len(pictures))))
    return pictures.to(device)


def spherical(a, b, t):
    """Between two sets of unit vectors (Shoemake 1985)."""
    angle = torch.acos((a * b).sum(1, keepdim=True).clamp(-0.9999, 0.9999))
    return F.normalize((torch.sin((1 - t) * angle) * a + torch.sin(t * angle) * b) / torch.sin(angle), dim=1)


class Faces:
    """The photos and what is known of each, on the device."""

    def __init__(self, folder, limit, device):
        table = np.load(folder + "/faces.npz")
        self.names = [str(v) for v in table["names"]]
        self.pictures = load_pictures(folder, limit, device)
        n = self.count = len(self.pictures)
        self.held = torch.from_numpy(table["held_out"][:n])
        self.train = np.nonzero(~table["held_out"][:n])[0]
        self.embeddings = F.normalize(torch.from_numpy(table["embeddings"][:n]).float(), dim=1).to(device)
        self.attributes = torch.from_numpy(table["attributes"][:n]).float().to(device)
        self.sign = torch.tensor([-1.0 if v in MIRRORED else 1.0 for v in self.names], device=device)
        self.neutral = neutral_attributes(table).to(device)
        # People differ in how many photos they have: nobody's counts more than eight times.
        _, person, counts = np.unique(table["people"][:n], return_inverse=True, return_counts=True)
        weight = np.minimum(1.0, 8.0 / counts[person])[self.train]
        self.chances = weight / weight.sum()


class Trainer:
    def __init__(self, o, faces, judges, device):
        self.o, self.faces, self.judges, self.device = o, faces, judges, device
        self.drawer = Generator(len(faces.names)).to(device, memory_format=torch.channels_last)
        self.critic = Discriminator(len(faces.names)).to(device, memory_format=torch.channels_last)
        self.feature_critic = FeatureDiscriminator().to(device, memory_format=torch.channels_last)
        if o.start:
            for name, network in self.networks():
                if os.path.exists(f"{o.start}/{name}.npz"):
                    known = network.load_state_dict(weights.read(f"{o.start}/{name}.npz"), strict=False)
                    print(f"{name}: starts without {known.missing_keys}", flush=True)
        self.average = Generator(len(faces.names)).to(device).requires_grad_(False)
        self.average.load_state_dict(self.drawer.state_dict())
        # As tensors, for recorded steps read the rate where it lies.
        self.rates = [(torch.tensor(o.rate * share, device=device), o.rate * share) for share in (1.0, 0.1, 0.75)]
        fused = dict(betas=(0.0, 0.99), fused=True, capturable=device == "cuda")
        slow = [v for name, v in self.drawer.named_parameters() if name.startswith("mapping")]
        fast = [v for name, v in self.drawer.named_parameters() if not name.startswith("mapping")]
        self.drawer_steps = torch.optim.Adam([{"params": fast, "lr": self.rates[0][0]}, {"params": slow, "lr": self.rates[1][0]}], **fused)
        self.critics = list(self.critic.parameters()) + list(self.feature_critic.parameters())
        self.critic_steps = torch.optim.Adam(self.critics, lr=self.rates[2][0], **fused)

        self.rows = torch.zeros(o.batch, dtype=torch.long, device=device)
        self.sums = {name: torch.zeros((), device=device) for name in LOSSES}
        self.counts = dict.fromkeys(LOSSES, 0)
        ys, xs = torch.meshgrid(torch.arange(SIDE, device=device), torch.arange(SIDE, device=device), indexing="ij")
        inside = ((((xs / SIDE - 0.5) / 0.27) ** 2 + ((ys / SIDE - 0.5) / 0.36) ** 2) < 1).float()
        self.inside48 = F.avg_pool2d(inside[None, None], 4) + 0.05
        self.second = torch.empty(faces.count, 1024, device=device)
        with torch.no_grad():
            for i in range(0, faces.count, 256):
                x = faces.pictures[i:i + 256].float() / 127.5 - 1
                self.second[i:i + 256] = F.normalize(judges.embed_second(x)[0] + judges.embed_second(x.flip(3))[0], dim=1)
        # The second network's values are all positive: what tells people apart is around the mean.
        self.centre = self.second[torch.from_numpy(faces.train).to(device)].mean(0)
        self.second = F.normalize(self.second - self.centre, dim=1)

    def networks(self):
        return (("drawer", self.drawer), ("critic", self.critic), ("feature_critic", self.feature_critic))

    def cast(self):
        return torch.autocast(self.device, torch.bfloat16, enabled=self.device == "cuda", cache_enabled=False)

    def note(self, **values):
        for name, value in values.items():
            self.sums[name] += value.detach()

    def set_rate(self, part):
        for tensor, full in self.rates:
            tensor.fill_(full * part)

    def forget_gradients(self):
        self.critic_steps.zero_grad(set_to_none=True)
        self.drawer_steps.zero_grad(set_to_none=True)

    def step(self, looks, with_penalty):
        """One step of the discriminators and one of the generator, for the photos that `rows` names."""
        o, n, half, rows = self.o, self.o.batch, self.o.batch // 2, self.rows
        kw = dict(device=self.device)
        x = self.faces.pictures[rows].float() / 127.5 - 1
        flip = torch.rand(n, **kw) < 0.5
        x = torch.where(flip[:, None, None, None], x.flip(3), x).contiguous(memory_format=torch.channels_last)
        e, f, a = self.faces.embeddings[rows], self.second[rows], self.faces.attributes[rows]
        a = torch.where(flip[:, None], a * self.faces.sign, a)
        # The first half draws photos that are there, the second faces between two people, which no photo shows.
        t = torch.rand(half, 1, **kw)
        e_wanted = torch.cat([e[:half], spherical(e[half:], e[:half], t)])
        f_wanted = torch.cat([f[:half], spherical(f[half:], f[:half], t)])
        neutral = self.faces.neutral.expand(half, -1)
        a_wanted = torch.cat([a[:half], torch.where(torch.rand(half, 1, **kw) < 0.4, neutral, a[half:])])
        of_one = torch.cat([torch.ones(half, **kw), torch.zeros(half, **kw)])
        noise = torch.randn(n, self.drawer.noise, **kw)

        for value in self.critics:
            value.requires_grad_(True)
        with self.cast():
            y = self.drawer(e_wanted, a_wanted, noise)
        self.teach_critics(x, y.detach(), e, a, e_wanted, a_wanted, of_one, with_penalty)
        for value in self.critics:
            value.requires_grad_(False)

        with self.cast():
            realism = F.softplus(-self.critic(augment(y), e_wanted, a_wanted, of_one)).mean()
            feature = F.softplus(-self.feature_critic(recoloured(y))).mean()
        colour = ((F.avg_pool2d(y[:half], 4) - F.avg_pool2d(x[:half], 4)).abs() * self.inside48).mean() / self.inside48.mean()
        loss = realism + o.feature * feature + o.colour * colour
        self.note(realism=realism, feature=feature, colour=colour)
        if looks == "own":
            loss = loss + self.seen_by_own(x[:half], y, e_wanted)
        elif looks == "second":
            loss = loss + self.seen_by_second(x[:half], y, f_wanted)
        loss.backward()
        self.drawer_steps.step()

    def teach_critics(self, x, y, e, a, e_wanted, a_wanted, of_one, with_penalty):
        """Photos with their own embedding are real; drawn faces, and photos with another's embedding, are not."""
        n, half = len(x), len(x) // 2
        ones = torch.ones(n, device=self.device)
        with self.cast():
            seen_real = augment(x)
            real = self.critic(seen_real, e, a, ones)
            drawn = self.critic(augment(y), e_wanted, a_wanted, of_one)
            wrong = self.critic(seen_real[:half], e[:half].roll(1, 0), a[:half], ones[:half])
            loss = F.softplus(-real).mean() + 0.75 * F.softplus(drawn).mean() + 0.25 * F.softplus(wrong).mean()
            feature = F.softplus(-self.feature_critic(recoloured(x))).mean() + F.softplus(self.feature_critic(recoloured(y))).mean()
        (loss + feature).backward()
        self.note(critic=loss, real=real.mean(), drawn=drawn.mean(), feature_critic=feature)
        if with_penalty:  # in full precision, on a part of the batch: a second derivative is dear
            m = max(4, n // 4)
            some = augment(x[:m]).detach().requires_grad_(True)
            near = recoloured(x[:m]).detach().requires_grad_(True)
            scores = self.critic(some, e[:m], a[:m], ones[:m]).sum() + self.feature_critic(near).sum()
            gradients = torch.autograd.grad(scores, (some, near), create_graph=True)
            penalty = sum(g.square().sum((1, 2, 3)).mean() for g in gradients)
            (penalty * (self.o.penalty / 2 * PENALTY_EVERY)).backward()
            self.note(penalty=penalty)
        self.critic_steps.step()

    def seen_by_own(self, photos, y, wanted):
        """MobileFaceNet, whose embeddings are drawn."""
        shakes, taps = self.judges.shakes(len(y)), (1, 5, 12, 22)
        seen, drawn = self.judges.embed(y, shakes, taps)
        with torch.no_grad():
            real = self.judges.embed(photos, tuple(v[:len(photos)] for v in shakes), taps)[1]
        identity = (1 - (seen * wanted).sum(1)).mean()
        perceptual = features(real, [v[:len(photos)] for v in drawn]).mean()
        self.note(identity=identity, perceptual=perceptual)
        return self.o.identity * identity + self.o.perceptual * perceptual

    def seen_by_second(self, photos, y, wanted):
        """FaceRes and the mesh."""
        shakes, taps = self.judges.shakes(len(y)), (0, 1, 3, 6)
        seen, drawn = self.judges.embed_second(y, shakes, taps)
        with torch.no_grad():
            real = self.judges.embed_second(photos, tuple(v[:len(photos)] for v in shakes), taps)[1]
            shape = self.judges.shape(photos)
        identity = (1 - (F.normalize(seen - self.centre, dim=1) * wanted).sum(1)).mean()
        perceptual = features(real, [v[:len(photos)] for v in drawn]).mean()
        shape = (self.judges.shape(y[:len(photos)]) - shape).abs().mean()
        self.note(identity_second=identity, perceptual_second=perceptual, shape=shape)
        return self.o.identity_second * identity + self.o.perceptual * perceptual + self.o.shape * shape

    def recorded(self):
        """step() as a function of (looks, with_penalty). A step is some four thousand small kernels, whose launches would
        take longer than their work: each kind is recorded once."""
        kinds = [(looks, with_penalty) for looks in dict.fromkeys(CYCLE) for with_penalty in ((False, True) if looks == CYCLE[0] else (False,))]
        stream = torch.cuda.Stream()
        stream.wait_stream(torch.cuda.current_stream())
        with torch.cuda.stream(stream):
            for kind in kinds * 2:
                self.forget_gradients()
                self.step(*kind)
        torch.cuda.current_stream().wait_stream(stream)
        graphs = {}
        for kind in kinds:
            self.forget_gradients()
            graphs[kind] = torch.cuda.CUDAGraph()
            with torch.cuda.graph(graphs[kind]):
                self.step(*kind)
        for kind, graph in graphs.items():
            torch.cuda.synchronize()
            began = time.time()
            for _ in range(5):
                graph.replay()
            torch.cuda.synchronize()
            print(f"a step {kind} takes {(time.time() - began) * 200:.1f} ms recorded", flush=True)
        return lambda *kind: graphs[kind].replay()

    def run_eagerly(self, *kind):
        self.forget_gradients()
        self.step(*kind)

    def keep(self, seen):
        weights.write(self.average.state_dict(), self.o.out + "/drawer.npz")
        for name, network in self.networks()[1:]:
            weights.write(network.state_dict(), f"{self.o.out}/{name}.npz")
        faces, average = self.faces, self.average
        shown = torch.nonzero(faces.held)[:, 0] if faces.held.any() else torch.arange(faces.count)
        shown = shown[np.random.default_rng(7).permutation(len(shown))[:16]].to(self.device)
        with torch.no_grad(), self.cast():
            e, zero = faces.embeddings[shown], torch.zeros(len(shown), average.noise, device=self.device)
            a = faces.neutral.expand(len(shown), -1)
            rows = [faces.pictures[shown].float() / 127.5 - 1, average(e, a, zero), average(e, faces.attributes[shown], torch.randn_like(zero)),
                    average(spherical(e, e.roll(1, 0), 0.5), a, zero)]
        sheet = torch.stack(rows).clamp(-1, 1).permute(0, 3, 1, 4, 2).reshape(len(rows) * SIDE, len(shown) * SIDE, 3)
        Image.fromarray((sheet * 127.5 + 127.5).byte().cpu().numpy()).save(f"{self.o.out}/sheet-{seen // 1000:05d}k.jpg", quality=88)


def main():
    p = argparse.ArgumentParser()
    p.add_argument("data")
    p.add_argument("out")
    p.add_argument("--judges", required=True)
    p.add_argument("--seconds", type=float, default=600)
    p.add_argument("--every", type=float, default=150)
    p.add_argument("--batch", type=int, default=64)
    p.add_argument("--faces", type=int, default=10**9)
    p.add_argument("--rate", type=float, default=2e-3)
    p.add_argument("--calm", type=float, default=0.3, help="the last part of the time, in which the rate falls to a tenth")
    p.add_argument("--identity", type=float, default=5.0)
    p.add_argument("--identity-second", type=float, default=5.0)
    p.add_argument("--perceptual", type=float, default=1.5)
    p.add_argument("--feature", type=float, default=0.5, help="weight of the discriminator of eyes, nose and mouth")
    p.add_argument("--colour", type=float, default=3.0)
    p.add_argument("--shape", type=float, default=60.0)
    p.add_argument("--penalty", type=float, default=6.0, help="R1 (Mescheder et al. 2018)")
    p.add_argument("--seed", type=int, default=1)
    p.add_argument("--start", help="a folder of weights to start from, as this program leaves them in OUT")
    o = p.parse_args()
    began = time.time()
    os.makedirs(o.out, exist_ok=True)
    device = "cuda" if torch.cuda.is_available() else "cpu"
    torch.backends.cuda.matmul.allow_tf32 = torch.backends.cudnn.allow_tf32 = True
    torch.manual_seed(o.seed)

    faces = Faces(o.data, o.faces, device)
    print(f"{faces.count} faces, {len(faces.train)} of them trained on, loaded in {time.time() - began:.0f} s", flush=True)
    judges = Judges(o.judges, device, torch.bfloat16 if device == "cuda" else torch.float32, o.batch)
    trainer = Trainer(o, faces, judges, device)
    draw = np.random.default_rng(o.seed)

    def choose():
        trainer.rows.copy_(torch.from_numpy(draw.choice(faces.train, o.batch, p=faces.chances)), non_blocking=True)

    choose()
    run = trainer.recorded() if device == "cuda" else trainer.run_eagerly
    print(f"steps begin after {time.time() - began:.0f} s", flush=True)
    trainer.average.load_state_dict(trainer.drawer.state_dict())
    followed, leading = list(trainer.average.parameters()), list(trainer.drawer.parameters())
    for value in trainer.sums.values():
        value.zero_()

    started = last_kept = time.time()
    step = seen = 0
    log = open(o.out + "/log.jsonl", "a")
    while (now := time.time()) - began < o.seconds:
        left = (o.seconds - (now - began)) / (o.seconds * o.calm + 1e-9)
        if step % 50 == 0:
            trainer.set_rate(min(1.0, max(0.1, left)))
        choose()
        with_penalty = step % PENALTY_EVERY == 0
        looks = CYCLE[step % len(CYCLE)]
        run(looks, with_penalty)
        for name in LOSSES:
            trainer.counts[name] += with_penalty if name == "penalty" else looks == "own" if name in ("identity", "perceptual") else \
                looks == "second" if name in ("identity_second", "perceptual_second", "shape") else True
        step, seen = step + 1, seen + o.batch
        keep_part = 0.5 ** (o.batch / min(15_000, max(seen * 0.05, 1)))
        with torch.no_grad():
            torch._foreach_lerp_(followed, leading, 1 - keep_part)
        if step % 100 == 0 or step == 1:
            line = {"step": step, "seen": seen, "seconds": round(now - started, 1)}
            line |= {k: round(float(v) / max(trainer.counts[k], 1), 4) for k, v in trainer.sums.items()}
            log.write(json.dumps(line) + "\n"), log.flush()
            if step == 1 or step % 500 == 0:
                print(line, flush=True)
            for name, value in trainer.sums.items():
                value.zero_()
                trainer.counts[name] = 0
            if not all(math.isfinite(v) for v in line.values()):
                raise SystemExit("a loss is no longer finite")
        if now - last_kept > o.every:
            trainer.keep(seen)
            last_kept = now
    trainer.keep(seen)
    print(f"{seen} pictures in {time.time() - started:.0f} s", flush=True)


if __name__ == "__main__":
    main()
