"""Trains the generator:   train.py DATA OUT --judges FOLDER [--seconds 600] [--resume]

DATA is what prepare.py made, FOLDER holds mobilefacenet.npz, faceres.npz and mesh.npz (graphs.py). Checkpoints, a log of
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
from graphs import Graph
from model import SIDE, Discriminator, Generator, neutral_attributes

# Where a portrait has the landmarks (vision/aligner.cpp), and where the embedding network's chip has them (vision/embedder_spec.cpp).
PORTRAIT = np.float32([[0.392, 0.384], [0.608, 0.384], [0.5, 0.513], [0.404, 0.622], [0.596, 0.622]])
CHIP = np.float32([[38.2946, 51.6963], [73.5318, 51.5014], [56.0252, 71.7366], [41.5493, 92.3655], [70.7299, 92.2041]]) / 112
MIRRORED = ("yaw", "light from a side")  # attributes that change sign in a mirror


def fit_similarity(source, target):
    """a, b, x, y of target = [[a, -b], [b, a]] source + [x, y], by least squares."""
    rows, right = [], []
    for (x, y), (u, v) in zip(source, target):
        rows += [[x, -y, 1, 0], [y, x, 0, 1]]
        right += [u, v]
    return np.linalg.lstsq(np.float64(rows), np.float64(right), rcond=None)[0]


class Judges:
    """Recognisers and a mesh that look at pictures from -1 to 1, each through a window that shakes a little.

    A generator that is trained against one fixed look learns its blind spots; shaking hides them.
    """

    def __init__(self, folder, device, dtype):
        self.embedder = Graph(folder + "/mobilefacenet.npz").to(device, dtype)
        self.second = Graph(folder + "/faceres.npz").to(device, dtype)
        self.mesh = Graph(folder + "/mesh.npz").to(device)
        self.dtype, self.device = dtype, device
        a, b, x, y = fit_similarity(CHIP, PORTRAIT)
        self.chip = (a, b, x, y)
        self.mean_colour = torch.tensor([123.68, 116.779, 103.939], device=device)[None, :, None, None]

    def shakes(self, n, amount=1.0):
        kw = dict(device=self.device)
        return (1 + amount * 0.06 * (2 * torch.rand(n, **kw) - 1), amount * 0.07 * (2 * torch.rand(n, **kw) - 1),
                amount * 0.02 * (2 * torch.rand(n, 2, **kw) - 1))

    def _window(self, picture, side, a, b, x, y, shakes):
        """The picture's part p -> [[a, -b], [b, a]] p + [x, y], p from 0 to 1 over the window."""
        n = len(picture)
        scale, turn, shift = shakes or self.shakes(n, 0.0)
        p, q = scale * (a * torch.cos(turn) - b * torch.sin(turn)), scale * (a * torch.sin(turn) + b * torch.cos(turn))
        cx, cy = a * 0.5 - b * 0.5 + x, b * 0.5 + a * 0.5 + y  # the window's middle stays
        # grid_sample's coordinates go from -1 to 1 on both sides.
        theta = torch.stack([torch.stack([p, -q, 2 * (cx + shift[:, 0]) - 1], 1), torch.stack([q, p, 2 * (cy + shift[:, 1]) - 1], 1)], 1)
        grid = F.affine_grid(theta, (n, 3, side, side), align_corners=False)
        return F.grid_sample(picture, grid, padding_mode="border", align_corners=False)

    def _bytes(self, window):
        return (window.clamp(-1, 1) * 127.5 + 127.5).permute(0, 2, 3, 1).to(self.dtype)

    def embed(self, picture, shakes=None, taps=()):
        results, tapped = self.embedder(self._bytes(self._window(picture, 112, *self.chip, shakes)), taps)
        return F.normalize(results[0].float(), dim=1), tapped

    def embed_second(self, picture, shakes=None, taps=()):
        window = self._window(picture, 224, 0.7, 0, 0.15, 0.12, shakes)
        # Blue first, less the mean colour: as the network was trained (Savchenko 2019, on VGGFace2).
        results, tapped = self.second((window.clamp(-1, 1) * 127.5 + 127.5 - self.mean_colour).flip(1).permute(0, 2, 3, 1).to(self.dtype), taps)
        return F.normalize(results[0].float(), dim=1), tapped

    def shape(self, picture):
        """[n, 468, 2], in parts of the picture's side."""
        window = self._window(picture, 192, 0.72, 0, 0.14, 0.14, None)
        results, _ = self.mesh((window.clamp(-1, 1) * 0.5 + 0.5).permute(0, 2, 3, 1))
        return max(results, key=lambda r: r.shape[-1]).reshape(len(picture), 468, 3)[:, :, :2] / 192


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


def choose_layout(graph, example):
    """Which memory layout a network of depthwise convolutions runs faster in depends on the card: both are tried."""
    times = {}
    for layout in (torch.contiguous_format, torch.channels_last):
        graph.layout = layout
        for i in range(6):
            if i == 2:
                torch.cuda.synchronize()
                began = time.time()
            x = example.detach().requires_grad_(True)
            sum(r.float().sum() for r in graph(x)[0]).backward()
        torch.cuda.synchronize()
        times[layout] = (time.time() - began) / 4
    graph.layout = min(times, key=times.get)
    print("ms forward and back, by layout:", {str(k): round(v * 1000, 1) for k, v in times.items()}, flush=True)


def spherical(a, b, t):
    """Between two sets of unit vectors (Shoemake 1985)."""
    angle = torch.acos((a * b).sum(1, keepdim=True).clamp(-0.9999, 0.9999))
    return F.normalize((torch.sin((1 - t) * angle) * a + torch.sin(t * angle) * b) / torch.sin(angle), dim=1)


def augment(x):
    """Differentiable changes that both see (Zhao et al. 2020, DiffAugment): light, colour, a shift and a hole."""
    n = len(x)
    kw = dict(device=x.device)
    x = x + (torch.rand(n, 1, 1, 1, **kw) - 0.5) * 0.4
    mean = x.mean(1, keepdim=True)
    x = (x - mean) * (torch.rand(n, 1, 1, 1, **kw) * 1.0 + 0.5) + mean
    reach = SIDE // 12
    padded = F.pad(x, [reach] * 4, mode="reflect")
    dx, dy = torch.randint(0, 2 * reach + 1, (2, n), **kw)
    rows = dy[:, None] + torch.arange(SIDE, **kw)
    columns = dx[:, None] + torch.arange(SIDE, **kw)
    x = padded[torch.arange(n, **kw)[:, None, None], :, rows[:, :, None], columns[:, None, :]].permute(0, 3, 1, 2)
    side = SIDE // 3
    x0, y0 = torch.randint(-side // 2, SIDE - side // 2, (2, n), **kw)
    at = torch.arange(SIDE, **kw)
    hole = ((at[None, :] >= y0[:, None]) & (at[None, :] < y0[:, None] + side))[:, :, None] & \
        ((at[None, :] >= x0[:, None]) & (at[None, :] < x0[:, None] + side))[:, None, :]
    hole = hole & (torch.rand(n, **kw) < 0.5)[:, None, None]
    return (x * ~hole[:, None]).contiguous(memory_format=torch.channels_last)


def features(real, drawn):
    """Mean difference of feature maps, each by its own spread; a picture's value [n]."""
    total = 0
    for a, b in zip(real, drawn):
        spread = a.float().std((0, 2, 3), keepdim=True) + 1e-3
        total = total + ((a.float() - b.float()) / spread).abs().mean((1, 2, 3))
    return total / len(real)


def main():
    p = argparse.ArgumentParser()
    p.add_argument("data")
    p.add_argument("out")
    p.add_argument("--judges", required=True)
    p.add_argument("--seconds", type=float, default=600)
    p.add_argument("--every", type=float, default=100)
    p.add_argument("--batch", type=int, default=64)
    p.add_argument("--faces", type=int, default=10**9)
    p.add_argument("--rate", type=float, default=2e-3)
    p.add_argument("--identity", type=float, default=6.0)
    p.add_argument("--identity-second", type=float, default=4.0)
    p.add_argument("--perceptual", type=float, default=2.5)
    p.add_argument("--colour", type=float, default=3.0)
    p.add_argument("--shape", type=float, default=60.0)
    p.add_argument("--penalty", type=float, default=6.0, help="R1 (Mescheder et al. 2018)")
    p.add_argument("--seed", type=int, default=1)
    p.add_argument("--resume", action="store_true")
    p.add_argument("--start", help="a folder with drawer.npz and critic.npz (weights.py) to start from")
    o = p.parse_args()
    began = time.time()
    os.makedirs(o.out, exist_ok=True)
    device = "cuda" if torch.cuda.is_available() else "cpu"
    dtype = torch.bfloat16 if device == "cuda" else torch.float32
    torch.backends.cuda.matmul.allow_tf32 = torch.backends.cudnn.allow_tf32 = True
    torch.manual_seed(o.seed)

    faces = np.load(o.data + "/faces.npz")
    pictures = load_pictures(o.data, o.faces, device)
    n = len(pictures)
    names = [str(v) for v in faces["names"]]
    held = torch.from_numpy(faces["held_out"][:n])
    train = torch.nonzero(~held)[:, 0].to(device)
    embeddings = F.normalize(torch.from_numpy(faces["embeddings"][:n]).float(), dim=1).to(device)
    attributes = torch.from_numpy(faces["attributes"][:n]).float().to(device)
    sign = torch.tensor([-1.0 if v in MIRRORED else 1.0 for v in names], device=device)
    # People differ in how many photos they have: nobody's counts more than eight times.
    _, person, counts = np.unique(faces["people"][:n], return_inverse=True, return_counts=True)
    weight = torch.from_numpy(np.minimum(1.0, 8.0 / counts[person])).to(device)[train]
    print(f"{n} faces, {len(train)} of them trained on, loaded in {time.time() - began:.0f} s", flush=True)

    judges = Judges(o.judges, device, dtype)
    for judge in (judges.embedder, judges.second, judges.mesh):
        judge.requires_grad_(False)
    if device == "cuda":
        for judge, side in ((judges.embedder, 112), (judges.second, 224), (judges.mesh, 192)):
            choose_layout(judge, torch.rand(o.batch, side, side, 3, device=device, dtype=torch.float32 if judge is judges.mesh else dtype))
    second = torch.empty(n, 1024, device=device)
    with torch.no_grad():
        for i in range(0, n, 256):
            x = pictures[i:i + 256].float() / 127.5 - 1
            second[i:i + 256] = F.normalize(judges.embed_second(x)[0] + judges.embed_second(x.flip(3))[0], dim=1)
    centre = second[train].mean(0)  # the second network's values are all positive: what tells people apart is around the mean
    second = F.normalize(second - centre, dim=1)
    print(f"second embeddings after {time.time() - began:.0f} s", flush=True)

    drawer = Generator(len(names)).to(device, memory_format=torch.channels_last)
    if o.start:
        drawer.load_state_dict(weights.read(o.start + "/drawer.npz"))
    average = Generator(len(names)).to(device).requires_grad_(False)
    average.load_state_dict(drawer.state_dict())
    critic = Discriminator(len(names)).to(device, memory_format=torch.channels_last)
    if o.start:
        critic.load_state_dict(weights.read(o.start + "/critic.npz"))
    fused = dict(fused=True, capturable=True) if device == "cuda" else {}
    slow, fast = [], []
    for name, value in drawer.named_parameters():
        (slow if name.startswith("mapping") else fast).append(value)
    drawer_steps = torch.optim.Adam([{"params": fast}, {"params": slow, "lr": o.rate * 0.1}], o.rate, betas=(0.0, 0.99), **fused)
    critic_steps = torch.optim.Adam(critic.parameters(), o.rate * 0.75, betas=(0.0, 0.99), **fused)
    step, seen, spent = 0, 0, 0.0
    state_file = o.out + "/state.pt"
    if o.resume and os.path.exists(state_file):
        state = torch.load(state_file, map_location=device)
        drawer.load_state_dict(state["drawer"]); average.load_state_dict(state["average"]); critic.load_state_dict(state["critic"])
        drawer_steps.load_state_dict(state["drawer_steps"]); critic_steps.load_state_dict(state["critic_steps"])
        step, seen, spent = state["step"], state["seen"], state["spent"]

    ys, xs = torch.meshgrid(torch.arange(SIDE, device=device), torch.arange(SIDE, device=device), indexing="ij")
    inside = ((((xs / SIDE - 0.5) / 0.27) ** 2 + ((ys / SIDE - 0.5) / 0.36) ** 2) < 1).float()
    inside48 = F.avg_pool2d(inside[None, None], 4) + 0.05
    neutral = neutral_attributes(faces).to(device)
    draw = np.random.default_rng(7)
    shown = torch.from_numpy(draw.permutation(torch.nonzero(held)[:, 0].numpy())[:24]).to(device) if held.any() else train[:24]

    def keep():
        torch.save({"config": average.config, "names": names, "neutral": neutral.cpu(), "step": step, "seen": seen,
                    "weights": {k: v.half() for k, v in average.state_dict().items()}}, o.out + "/generator.pt")
        torch.save({"drawer": drawer.state_dict(), "average": average.state_dict(), "critic": critic.state_dict(), "drawer_steps": drawer_steps.state_dict(),
                    "critic_steps": critic_steps.state_dict(), "step": step, "seen": seen, "spent": spent + time.time() - started}, state_file)
        with torch.no_grad(), torch.autocast(device, torch.bfloat16, enabled=device == "cuda"):
            e, zero = embeddings[shown], torch.zeros(len(shown), average.noise, device=device)
            a = neutral.expand(len(shown), -1)
            rows = [pictures[shown].float() / 127.5 - 1, average(e, a, zero), average(e, attributes[shown], zero),
                    average(spherical(e, e.roll(1, 0), 0.5), a, zero), average(e, a, torch.randn_like(zero))]
        sheet = torch.stack(rows).clamp(-1, 1).permute(0, 3, 1, 4, 2).reshape(5 * SIDE, len(shown) * SIDE, 3)
        Image.fromarray((sheet * 127.5 + 127.5).byte().cpu().numpy()).save(f"{o.out}/sheet-{seen // 1000:05d}k.jpg", quality=88)

    rows = torch.zeros(o.batch, dtype=torch.long, device=device)
    half = o.batch // 2
    losses = ["critic", "real", "drawn", "penalty", "realism", "identity", "identity_second", "perceptual", "colour", "shape"]
    sums = {name: torch.zeros((), device=device) for name in losses}
    drawer_parameters, average_parameters = list(drawer.parameters()), list(average.parameters())

    def note(**values):
        for name, value in values.items():
            sums[name] += value.detach()

    def cast():
        return torch.autocast(device, torch.bfloat16, enabled=device == "cuda", cache_enabled=False)

    def one_step(with_penalty):
        x = pictures[rows].float() / 127.5 - 1
        flip = torch.rand(o.batch, device=device) < 0.5
        x = torch.where(flip[:, None, None, None], x.flip(3), x).contiguous(memory_format=torch.channels_last)
        e, f, a = embeddings[rows], second[rows], attributes[rows]
        a = torch.where(flip[:, None], a * sign, a)
        # The first half draws photos that are there, the second faces between two people, which no photo shows.
        t = torch.rand(half, 1, device=device)
        e_wanted = torch.cat([e[:half], spherical(e[half:], e[:half], t)])
        f_wanted = torch.cat([f[:half], spherical(f[half:], f[:half], t)])
        a_wanted = torch.cat([a[:half], torch.where(torch.rand(half, 1, device=device) < 0.3, neutral.expand(half, -1), a[half:])])
        of_one = torch.cat([torch.ones(half, device=device), torch.zeros(half, device=device)])
        ones = torch.ones(o.batch, device=device)
        noise = torch.randn(o.batch, drawer.noise, device=device)

        # The critic: photos with their own embedding are real; drawn faces, and photos with another's embedding, are not.
        critic.requires_grad_(True)
        with cast():
            y = drawer(e_wanted, a_wanted, noise)
            seen_real, seen_drawn = augment(x), augment(y.detach())
            real = critic(seen_real, e, a, ones)
            drawn = critic(seen_drawn, e_wanted, a_wanted, of_one)
            wrong = critic(seen_real[:half], e[:half].roll(1, 0), a[:half], ones[:half])
            critic_loss = F.softplus(-real).mean() + 0.75 * F.softplus(drawn).mean() + 0.25 * F.softplus(wrong).mean()
        critic_loss.backward()
        if with_penalty:  # in full precision, on a part of the batch: a second derivative is dear
            m = max(4, o.batch // 4)
            some = augment(x[:m]).detach().requires_grad_(True)
            gradient = torch.autograd.grad(critic(some, e[:m], a[:m], ones[:m]).sum(), some, create_graph=True)[0]
            penalty = gradient.square().sum((1, 2, 3)).mean()
            (penalty * (o.penalty / 2 * 16)).backward()
            note(penalty=penalty * 16)
        critic_steps.step()

        critic.requires_grad_(False)
        taps, taps_second = (1, 5, 12, 22), (0, 1, 3, 6)
        with cast():
            realism = F.softplus(-critic(augment(y), e_wanted, a_wanted, of_one)).mean()
        shakes = judges.shakes(o.batch)
        same = tuple(v[:half] for v in shakes)
        by_own, own_taps = judges.embed(y, shakes, taps)
        by_second, own_second = judges.embed_second(y, shakes, taps_second)
        identity = (1 - (by_own * e_wanted).sum(1)).mean()
        identity_second = (1 - (F.normalize(by_second - centre, dim=1) * f_wanted).sum(1)).mean()
        own, photo = y[:half], x[:half]
        with torch.no_grad():
            _, real_taps = judges.embed(photo, same, taps)
            _, real_second = judges.embed_second(photo, same, taps_second)
            real_shape = judges.shape(photo)
        perceptual = (features(real_taps, [v[:half] for v in own_taps]) + features(real_second, [v[:half] for v in own_second])).mean()
        colour = ((F.avg_pool2d(own, 4) - F.avg_pool2d(photo, 4)).abs() * inside48).mean() / inside48.mean()
        shape = (judges.shape(own) - real_shape).abs().mean()
        loss = realism + o.identity * identity + o.identity_second * identity_second + o.perceptual * perceptual + o.colour * colour + o.shape * shape
        loss.backward()
        drawer_steps.step()
        note(critic=critic_loss, real=real.mean(), drawn=drawn.mean(), realism=realism, identity=identity, identity_second=identity_second,
             perceptual=perceptual, colour=colour, shape=shape)

    def forget_gradients():
        critic_steps.zero_grad(set_to_none=True)
        drawer_steps.zero_grad(set_to_none=True)

    def draw_rows():
        rows.copy_(torch.from_numpy(chosen.choice(train_rows, o.batch, p=chances)), non_blocking=True)

    chosen, train_rows, chances = np.random.default_rng(o.seed + step), train.cpu().numpy(), (weight / weight.sum()).cpu().numpy()
    started, last_kept, log = time.time(), time.time(), open(o.out + "/log.jsonl", "a")

    def eager(with_penalty):
        forget_gradients()
        one_step(with_penalty)

    run, graphs_of_step = eager, {}
    if device == "cuda":
        # A step is some four thousand small kernels, whose launches would take longer than their work: they are recorded once.
        stream = torch.cuda.Stream()
        stream.wait_stream(torch.cuda.current_stream())
        with torch.cuda.stream(stream):
            for i in range(4):
                draw_rows()
                eager(i % 2 == 0)
        torch.cuda.current_stream().wait_stream(stream)
        torch.cuda.synchronize()
        at = time.time()
        for _ in range(5):
            draw_rows(); eager(False)
        torch.cuda.synchronize()
        print(f"a step takes {(time.time() - at) * 200:.0f} ms before it is recorded", flush=True)
        try:
            for with_penalty in (False, True):
                forget_gradients()
                recorded = torch.cuda.CUDAGraph()
                with torch.cuda.graph(recorded):
                    one_step(with_penalty)
                graphs_of_step[with_penalty] = recorded
            run = lambda with_penalty: graphs_of_step[with_penalty].replay()
            torch.cuda.synchronize()
            at = time.time()
            for _ in range(10):
                draw_rows(); run(False)
            torch.cuda.synchronize()
            print(f"a step takes {(time.time() - at) * 100:.0f} ms recorded", flush=True)
        except Exception as error:  # slower, but it trains
            print(f"not recorded: {error}", flush=True)
            torch.cuda.synchronize()
            run = eager
    for value in sums.values():
        value.zero_()
    if not (o.resume and step):
        average.load_state_dict(drawer.state_dict())

    since = 0
    while time.time() - began < o.seconds:
        draw_rows()
        run(step % 16 == 0)
        step, seen, since = step + 1, seen + o.batch, since + 1
        keep_part = 0.5 ** (o.batch / min(10_000, max(seen * 0.05, 1)))
        with torch.no_grad():
            torch._foreach_lerp_(average_parameters, drawer_parameters, 1 - keep_part)
        if since == 100 or step == 1:
            line = {"step": step, "seen": seen, "seconds": round(spent + time.time() - started, 1)} | {k: round(float(v) / since, 4) for k, v in sums.items()}
            log.write(json.dumps(line) + "\n"); log.flush()
            if since == 1 or step % 500 == 0:
                print(line, flush=True)
            for value in sums.values():
                value.zero_()
            since = 0
            if not all(math.isfinite(v) for v in line.values()):
                raise SystemExit("a loss is no longer finite")
        if time.time() - last_kept > o.every:
            keep()
            last_kept = time.time()
    keep()
    print(f"{seen} pictures in {time.time() - started:.0f} s", flush=True)


if __name__ == "__main__":
    main()
