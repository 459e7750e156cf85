"""Principal components of many wide rows, from some thousand of them by their Gram matrix: no other fits the memory."""
import numpy as np
import torch


class Components:
    def __init__(self, rows, count, some=5000, seed=1):
        """rows: bytes [n, ...]."""
        rows = rows.reshape(len(rows), -1)
        chosen = np.sort(np.random.default_rng(seed).permutation(len(rows))[:some])
        x = torch.from_numpy(rows[chosen]).float().div_(255)
        self.mean = x.mean(0)
        x -= self.mean
        values, vectors = torch.linalg.eigh(x @ x.T)
        self.basis = vectors[:, -count:].flip(1).T @ x  # [count, width], the strongest first
        self.basis /= self.basis.norm(dim=1, keepdim=True)

    def codes(self, rows, batch=1000):
        """[n, count], and what part of the rows' variance they hold."""
        rows = rows.reshape(len(rows), -1)
        codes, total = torch.empty(len(rows), len(self.basis)), 0.0
        for i in range(0, len(rows), batch):
            x = torch.from_numpy(rows[i:i + batch]).float().div_(255) - self.mean
            codes[i:i + batch] = x @ self.basis.T
            total += float(x.square().sum())
        return codes, float(codes.square().sum()) / total

    def values(self, codes):
        return codes @ self.basis + self.mean
