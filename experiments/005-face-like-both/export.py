"""Makes the network that the product draws with:   export.py DATA CHECKPOINT OUT.xml

Embeddings f32 [n, 128] of length 1 -> pictures f32 [n, 192, 192, 3], red-green-blue from 0 to 255. Into it go, beside the trained generator:
the attributes and the noise that neutral.py found; styles drawn towards their mean (the truncation of Karras et al. 2019, section 3); and
an even ground. Weights are whole numbers of 8 bits, a scale a row; so are the values between layers (NNCF, on embeddings of the training), but for
the last layers', where their steps would be seen.
"""
import argparse
import math
import time

import numpy as np
import nncf
import openvino as ov
import openvino.opset13 as ops
import torch
import torch.nn.functional as F
from torch import nn

import weights
from backdrop import GROUND
from model import Generator, doubled

TRUNCATION = 0.85
GROUND_NEAR, GROUND_FAR = 0.06, 0.16  # how far from the ground's colour, of 2, is still ground, and is not
DRAWN_FOR_MEAN, DRAWN_FOR_RANGES = 4096, 200
IN_FULL = [".*colour.*", ".*fine.*", ".*convs.3.*"]


class Conv(nn.Module):
    """A convolution whose inputs are scaled by the style."""

    def __init__(self, layer):
        super().__init__()
        self.weight = nn.Parameter(layer.weight.detach() * layer.scale)
        self.bias = nn.Parameter(layer.bias.detach()[None, :, None, None])
        self.style = nn.Parameter(layer.style.weight.detach() * layer.style.scale)
        self.style_bias = nn.Parameter(layer.style.bias.detach())

    def scaled(self, w):
        return w @ self.style.t() + self.style_bias

    def convolved(self, x, s):
        return F.conv2d(x * s[:, :, None, None], self.weight, padding=self.weight.shape[-1] // 2)


class Colours(Conv):
    """A ToColour whose constants are worked out."""

    def __init__(self, layer):
        super().__init__(layer)
        self.fold = layer.fold

    def forward(self, x, w):
        return F.pixel_shuffle(self.convolved(x, self.scaled(w)) + self.bias, self.fold) if self.fold > 1 else self.convolved(x, self.scaled(w)) + self.bias


class Styled(Conv):
    """A StyledConv whose constants are worked out."""

    def __init__(self, layer):
        super().__init__(layer)
        # leaky_relu's factor of sqrt(2) is in what comes before it: half the energy, sqrt(2) times the bias.
        self.energy = nn.Parameter(self.weight.detach().square().sum((2, 3)).t().contiguous() / 2)
        self.bias.data *= math.sqrt(2)

    def forward(self, x, w):
        s = self.scaled(w)
        return F.leaky_relu(self.convolved(x, s) * torch.rsqrt(s.square() @ self.energy + 5e-9)[:, :, None, None] + self.bias, 0.2)


class Drawer(nn.Module):
    def __init__(self, generator, neutral, embeddings):
        super().__init__()
        with torch.no_grad():
            layers = generator.mapping
            first = layers[0].weight * layers[0].scale
            self.maps = nn.ParameterList([first[:, :128] * math.sqrt(128)] + [m.weight * m.scale for m in layers[1:]])
            fixed = torch.from_numpy(np.concatenate([neutral["attributes"], neutral["noise"]]))
            self.biases = nn.ParameterList([layers[0].bias + first[:, 128:] @ fixed] + [m.bias.clone() for m in layers[1:]])
            self.mean = nn.Parameter(self.styles(embeddings).mean(0, keepdim=True))
            self.start = nn.Parameter(generator.start.detach().clone())
        self.first, self.first_colour, self.fine = Styled(generator.first), Colours(generator.first_colour), Colours(generator.fine)
        self.ups, self.convs = (nn.ModuleList(map(Styled, group)) for group in (generator.ups, generator.convs))
        self.colours = nn.ModuleList(map(Colours, generator.colours))
        self.ground = nn.Parameter(torch.from_numpy(GROUND)[None, :, None, None] / 127.5 - 1)

    def styles(self, embedding):
        x = embedding
        for weight, bias in zip(self.maps, self.biases):
            x = F.leaky_relu(x @ weight.t() + bias, 0.2) * math.sqrt(2)
        return x

    def forward(self, embedding):
        w = self.mean + TRUNCATION * (self.styles(embedding) - self.mean)
        x = self.first(self.start, w)
        picture = self.first_colour(x, w)
        for up, conv, colour in zip(self.ups, self.convs, self.colours):
            x = conv(doubled(up(x, w)), w)
            picture = doubled(picture) + colour(x, w)
        picture = doubled(picture) + self.fine(x, w)
        # What all but has the ground's colour is ground.
        off = (picture - self.ground).abs().amax(1, keepdim=True)
        picture = self.ground + (picture - self.ground) * ((off - GROUND_NEAR) / (GROUND_FAR - GROUND_NEAR)).clamp(0, 1)
        return (picture.clamp(-1, 1) * 127.5 + 127.5).permute(0, 2, 3, 1)


def store_in_bytes(model):
    """Replaces each large constant [rows, ...] by whole numbers from -127 to 127 and a scale a row."""
    for node in model.get_ordered_ops():
        if node.get_type_name() != "Constant" or node.get_element_type() != ov.Type.f32 or node.get_data().size < 10_000:
            continue
        value = node.get_data()
        scale = np.abs(value).max(tuple(range(1, value.ndim)), keepdims=True) / 127 + 1e-12
        whole = ops.constant(np.round(value / scale).astype(np.int8))
        product = ops.multiply(ops.convert(whole, ov.Type.f32), ops.constant(scale.astype(np.float32)))
        for user in list(node.output(0).get_target_inputs()):
            user.replace_source_output(product.output(0))


def main():
    p = argparse.ArgumentParser()
    p.add_argument("data"), p.add_argument("checkpoint"), p.add_argument("out")
    o = p.parse_args()
    faces = np.load(o.data + "/faces.npz")
    generator = Generator(len(faces["names"]))
    generator.load_state_dict(weights.read(o.checkpoint + "/drawer.npz"))
    train = np.nonzero(~faces["held_out"])[0][::len(faces["held_out"]) // DRAWN_FOR_MEAN + 1]
    embeddings = F.normalize(torch.from_numpy(faces["embeddings"][train]).float(), dim=1)
    drawer = Drawer(generator, np.load(o.checkpoint + "/neutral.npz"), embeddings).eval()
    with torch.no_grad():
        model = ov.convert_model(drawer, example_input=embeddings[:2], input=[([-1, 128], ov.Type.f32)])
        wanted = drawer(embeddings[:8]).numpy().astype(int)
    model.input(0).set_names({"embeddings"})
    model.output(0).set_names({"pictures"})
    store_in_bytes(model)
    model.validate_nodes_and_infer_types()
    some = [v[None] for v in embeddings[::len(embeddings) // DRAWN_FOR_RANGES].numpy()]
    model = nncf.quantize(model, nncf.Dataset(some), preset=nncf.QuantizationPreset.MIXED, subset_size=len(some),
                          ignored_scope=nncf.IgnoredScope(patterns=IN_FULL, types=["MatMul"]))
    ov.save_model(model, o.out, compress_to_fp16=False)
    net = ov.Core().compile_model(o.out, "CPU", {"INFERENCE_PRECISION_HINT": "f32", "INFERENCE_NUM_THREADS": 1})
    drawn = net(embeddings[:8].numpy())[0].astype(int)
    times = []
    for row in some[:50]:
        began = time.perf_counter()
        net(row)
        times.append(time.perf_counter() - began)
    print(f"{o.out}: differs from the trained network by {np.abs(drawn - wanted).mean():.2f} of 255 in the mean; "
          f"{1000 * np.median(times):.1f} ms a face on one core, beside bytes in f32")


if __name__ == "__main__":
    main()
