"""Weights in a small file: eight bits a value, each row of a tensor by its own scale. As good to start from as the whole."""
import numpy as np
import torch


def write(state, file):
    out = {}
    for name, value in state.items():
        value = value.detach().float().cpu().numpy()
        rows = value.reshape(value.shape[0], -1) if value.ndim > 1 else value.reshape(1, -1)
        scale = np.maximum(np.abs(rows).max(1, keepdims=True), 1e-12) / 127
        out[name] = np.round(rows / scale).astype(np.int8).reshape(value.shape)
        out[name + "/scale"] = scale[:, 0].astype(np.float32)
    np.savez_compressed(file, **out)


def read(file):
    data = np.load(file)
    state = {}
    for name in data.files:
        if not name.endswith("/scale"):
            value, scale = data[name], data[name + "/scale"]
            rows = value.reshape(len(scale), -1).astype(np.float32) * scale[:, None]
            state[name] = torch.from_numpy(rows.reshape(value.shape))
    return state
