"""Recognisers and a mesh that look at what is drawn while a generator is trained."""
import time

import numpy as np
import torch
import torch.nn.functional as F

from graphs import Graph

# Where a portrait has the landmarks (vision/aligner.cpp), and where the embedding network's chip has them (vision/embedder_spec.cpp).
PORTRAIT = np.float32([[0.392, 0.384], [0.608, 0.384], [0.5, 0.513], [0.404, 0.622], [0.596, 0.622]])
CHIP = np.float32([[38.2946, 51.6963], [73.5318, 51.5014], [56.0252, 71.7366], [41.5493, 92.3655], [70.7299, 92.2041]]) / 112


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

    def __init__(self, folder, device, dtype, batch):
        self.embedder = Graph(folder + "/mobilefacenet.npz").to(device, dtype)
        self.second = Graph(folder + "/faceres.npz").to(device, dtype)
        self.mesh = Graph(folder + "/mesh.npz").to(device)
        self.dtype, self.device = dtype, device
        for judge, side, kind in ((self.embedder, 112, dtype), (self.second, 224, dtype), (self.mesh, 192, torch.float32)):
            judge.requires_grad_(False)
            if device == "cuda":
                choose_layout(judge, torch.rand(batch, side, side, 3, device=device, dtype=kind))
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


def features(real, drawn):
    """Mean difference of feature maps, each by its own spread; a picture's value [n]."""
    total = 0
    for a, b in zip(real, drawn):
        spread = a.float().std((0, 2, 3), keepdim=True) + 1e-3
        total = total + ((a.float() - b.float()) / spread).abs().mean((1, 2, 3))
    return total / len(real)
