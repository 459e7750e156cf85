"""Networks of others as differentiable PyTorch: `write` on the machine that has them, `Graph` on any.

    graphs.py MODEL OUT.npz            one that OpenVINO reads
    graphs.py MODEL.json NODE OUT.npz  a TensorFlow.js graph, up to a node

A file is a .npz: `graph` is JSON, a list of [type, attributes, [[node, output], ...]]; constants stand beside it.
"""
import base64
import json
import os

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn


def write(source, file):
    import openvino as ov

    model = ov.Core().read_model(source)
    writer, numbers = _Writer(), {}
    for op in model.get_ordered_ops():
        kind = op.get_type_name()
        if kind == "Constant":
            numbers[op.get_friendly_name()] = writer.constant(op.data)
            continue
        if op.get_output_size() > 1 and kind != "MaxPool":  # its second output, where the largest were, is unused
            raise ValueError(f"{op.get_friendly_name()}: {kind} has several outputs")
        attributes = {k: v for k, v in op.get_attributes().items() if isinstance(v, (int, float, str, bool, list))}
        inputs = [numbers[i.get_source_output().get_node().get_friendly_name()] for i in op.inputs()]
        numbers[op.get_friendly_name()] = writer.add(kind, attributes, inputs)
    writer.save(file)


class _Writer:
    """Collects nodes in the order in which they run."""

    def __init__(self):
        self.nodes, self.constants = [], {}

    def add(self, kind, attributes, inputs):
        self.nodes.append([kind, attributes, inputs])
        return len(self.nodes) - 1

    def constant(self, value):
        self.constants[f"c{len(self.nodes)}"] = np.ascontiguousarray(value)
        return self.add("Constant", {}, [])

    def save(self, file):
        np.savez_compressed(file, graph=np.array(json.dumps(self.nodes)), **self.constants)


def _tfjs_weights(folder, manifest):
    raw = b"".join(open(f"{folder}/{path}", "rb").read() for group in manifest for path in group["paths"])
    weights, at = {}, 0
    for entry in (w for group in manifest for w in group["weights"]):
        kind = entry.get("quantization", entry)["dtype"]
        dtype = {"float16": np.float16, "float32": np.float32, "int32": np.int32}[kind]
        count = int(np.prod(entry["shape"]))
        weights[entry["name"]] = np.frombuffer(raw, dtype, count, at).reshape(entry["shape"])
        at += count * np.dtype(dtype).itemsize
    if at != len(raw):
        raise ValueError(f"{folder}: {len(raw)} bytes of weights, {at} described")
    return weights


def write_tfjs(source, result, file):
    """The same of a TensorFlow.js graph of MobileNet's kind, up to the node `result`."""
    description = json.load(open(source))
    weights = _tfjs_weights(os.path.dirname(source), description["weightsManifest"])
    by_name = {node["name"]: node for node in description["modelTopology"]["node"]}
    writer, numbers = _Writer(), {}

    def constant(name):
        value = weights[name]
        return writer.constant(value.reshape(1, -1, 1, 1) if value.ndim == 1 else value)

    def convolution(node, group):
        strides = [int(v) for v in node["attr"]["strides"]["list"]["i"]][1:3]
        same = base64.b64decode(node["attr"]["padding"]["s"]) == b"SAME"
        attributes = {"strides": strides, "dilations": [1, 1], "pads_begin": [0, 0], "pads_end": [0, 0],
                      "auto_pad": "same_upper" if same else "explicit"}
        data, weight = number(node["input"][0]), weights[node["input"][1]]
        if group:
            return writer.add("GroupConvolution", attributes, [data, writer.constant(weight.transpose(2, 3, 0, 1)[:, :, None])])
        return writer.add("Convolution", attributes, [data, writer.constant(weight.transpose(3, 2, 0, 1))])

    def made(name):
        node = by_name[name]
        kind, inputs = node["op"], node.get("input", [])
        if kind == "Placeholder":
            return writer.add("Transpose", {}, [writer.add("Parameter", {}, []), writer.constant(np.int64([0, 3, 1, 2]))])
        if kind == "Const":
            return constant(name)
        if kind in ("Conv2D", "DepthwiseConv2dNative"):
            return convolution(node, kind != "Conv2D")
        if kind in ("Add", "Mul"):
            return writer.add({"Add": "Add", "Mul": "Multiply"}[kind], {}, [number(i) for i in inputs])
        if kind == "Relu":
            return writer.add("Relu", {}, [number(inputs[0])])
        if kind in ("Minimum", "Maximum"):  # with one number, on either side
            limit, data = sorted(inputs, key=lambda i: i not in weights)
            bounds = {"min": -3e38, "max": float(weights[limit])} if kind == "Minimum" else {"min": float(weights[limit]), "max": 3e38}
            return writer.add("Clamp", bounds, [number(data)])
        if kind == "Mean":
            return writer.add("ReduceMean", {"keep_dims": False}, [number(inputs[0]), writer.constant(np.int64([2, 3]))])
        raise ValueError(f"{name}: {kind} is not known")

    def number(name):
        if name not in numbers:
            numbers[name] = made(name)
        return numbers[name]

    writer.add("Result", {}, [number(result)])
    writer.save(file)


def _channels(x, slope):
    return slope.view(1, -1, *[1] * (x.dim() - 2)) if slope.dim() == 1 else slope


class Graph(nn.Module):
    """Runs a graph. `taps`: indices of convolutions whose outputs are given too, for a perceptual loss."""

    def __init__(self, file):
        super().__init__()
        data = np.load(file)
        self.nodes = json.loads(str(data["graph"]))
        values = {}
        for i, (kind, attributes, inputs) in enumerate(self.nodes):  # constants are folded once
            if kind == "Constant":
                value = torch.from_numpy(np.array(data[f"c{i}"]))
                values[i] = value.float() if value.dtype in (torch.float16, torch.float64) else value
            elif kind != "FakeQuantize" and inputs and all(j in values for j in inputs) and kind != "Result":
                values[i] = self._run(kind, attributes, [values[j] for j in inputs], 0)
        for kind, attributes, inputs in self.nodes:
            if kind == "FakeQuantize":  # plain numbers: the device need not be asked
                attributes["range"] = tuple(float(values[j]) for j in inputs[1:5])
                del inputs[1:]
        used = {j for i, (_, _, inputs) in enumerate(self.nodes) if i not in values for j in inputs}
        self.constants, self.numbers, self.layout = [], {}, torch.channels_last
        for i in sorted(used & set(values)):
            value = values[i]
            if value.is_floating_point():
                self.register_buffer(f"c{i}", value.float())
                self.constants.append(i)
            else:  # shapes, orders and axes: plain numbers, for a device would have to be asked for them
                self.numbers[i] = value.tolist()
        self.order = [i for i in range(len(self.nodes)) if i not in values]
        self.convolutions = [i for i in self.order if self.nodes[i][0] == "Convolution"]
        last = {}
        for i in self.order:
            for j in self.nodes[i][2]:
                last[j] = i
        self.last = last

    @staticmethod
    def _padding(attributes, x, weight, strides):
        if attributes.get("auto_pad", "explicit") in ("same_upper", "same_lower"):
            pads = []
            for size, k, s in zip(x.shape[2:], weight.shape[-2:], strides):
                total = max((-(-size // s) - 1) * s + k - size, 0)
                pads.append((total // 2, total - total // 2))
            begin, end = [p[0] for p in pads], [p[1] for p in pads]
        else:
            begin, end = attributes["pads_begin"], attributes["pads_end"]
        return [begin[1], end[1], begin[0], end[0]]

    def _run(self, kind, a, x, batch):
        if kind in ("Convolution", "GroupConvolution"):
            data, weight = x
            groups = 1
            if kind == "GroupConvolution":
                groups = weight.shape[0]
                weight = weight.flatten(0, 1)
            pad = self._padding(a, data, weight, a["strides"])
            symmetric = pad[0] == pad[1] and pad[2] == pad[3]
            if not symmetric:
                data = F.pad(data, pad)
            return F.conv2d(data, weight.to(data.dtype), None, a["strides"], (pad[2], pad[0]) if symmetric else 0, a["dilations"], groups)
        if kind == "Add":
            return x[0] + x[1]
        if kind == "Subtract":
            return x[0] - x[1]
        if kind == "Multiply":
            return x[0] * x[1]
        if kind == "Divide":
            return x[0] / x[1]
        if kind == "Relu":
            return F.relu(x[0])
        if kind == "Abs":
            return x[0].abs()
        if kind == "Negative":
            return -x[0]
        if kind == "Clamp":
            return x[0].clamp(a["min"], a["max"])
        if kind == "PRelu":
            return torch.where(x[0] >= 0, x[0], x[0] * _channels(x[0], x[1]).to(x[0].dtype))
        if kind == "FakeQuantize":
            # Its range cuts like the ReLU that was joined to it; its steps, which have no gradient, are left out.
            low, high, to_low, to_high = a["range"]
            cut = x[0].clamp(low, high)
            return cut if (low, high) == (to_low, to_high) else (cut - low) / (high - low) * (to_high - to_low) + to_low
        if kind == "Convert":
            return x[0].float() if not x[0].is_floating_point() else x[0]
        if kind == "Transpose":
            order = x[1].tolist() if torch.is_tensor(x[1]) else x[1]
            moved = x[0].permute(*order)
            return moved.contiguous(memory_format=self.layout) if moved.dim() == 4 and batch else moved
        if kind == "Reshape":
            shape = list(x[1].tolist() if torch.is_tensor(x[1]) else x[1])
            if batch and shape and shape[0] != -1 and x[0].shape[0] == batch:
                shape[0] = batch
            if a.get("special_zero"):
                shape = [x[0].shape[i] if s == 0 else s for i, s in enumerate(shape)]
            return x[0].reshape(shape)
        if kind == "MatMul":
            p = x[0].transpose(-1, -2) if a["transpose_a"] else x[0]
            q = x[1].transpose(-1, -2) if a["transpose_b"] else x[1]
            return p @ q.to(p.dtype)
        if kind == "Concat":
            return torch.cat(x, a["axis"])
        if kind == "Pad":
            begin, end = x[1], x[2]
            pads = [v for p in zip(reversed(begin), reversed(end)) for v in p]
            return F.pad(x[0], pads)
        if kind in ("MaxPool", "AvgPool"):
            pad = self._padding(a, x[0], torch.empty(0, 0, *a["kernel"]), a["strides"])
            if any(pad):
                data = F.pad(x[0], pad, value=float("-inf") if kind == "MaxPool" else 0.0)
            else:
                data = x[0]
            pool = F.max_pool2d if kind == "MaxPool" else F.avg_pool2d
            return pool(data, a["kernel"], a["strides"])
        if kind == "ReduceMean":
            return x[0].mean(x[1], keepdim=a["keep_dims"])
        if kind == "Result":
            return x[0]
        raise ValueError(f"{kind} is not known")

    def forward(self, x, taps=()):
        """x: what the graph's input wants, [n, h, w, 3] here. -> (results, taps' values)"""
        values = {i: getattr(self, f"c{i}") for i in self.constants} | self.numbers
        results, tapped = [], []
        wanted = {self.convolutions[t] for t in taps}
        for i in self.order:
            kind, attributes, inputs = self.nodes[i]
            if kind == "Parameter":
                values[i] = x
                continue
            value = self._run(kind, attributes, [values[j] for j in inputs], x.shape[0])
            for j in inputs:
                if self.last[j] == i and j not in self.numbers and j not in self.constants:
                    values.pop(j, None)
            if kind == "Result":
                results.append(value)
            else:
                values[i] = value
            if i in wanted:
                tapped.append(value)
        return results, tapped


if __name__ == "__main__":
    import sys

    if len(sys.argv) == 4:
        write_tfjs(sys.argv[1], sys.argv[2], sys.argv[3])
    else:
        write(sys.argv[1], sys.argv[2])
