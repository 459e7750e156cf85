"""Makes the network that the product draws with:   export.py DATA CHECKPOINT OUT.xml

Embeddings f32 [n, 128] of length 1 -> pictures f32 [n, 192, 192, 3], red-green-blue from 0 to 255. Into it go, beside the trained generator:
neutral attributes and no noise; styles drawn towards their mean (the truncation of Karras et al. 2019, section 3); the mean
with the mirror image, for eyes are uneven without, and the detail that this mean takes away given back; and around the head
a background out of focus, of which the generator knows no more than colours. Weights are whole numbers of 8 bits, a scale a row.
"""
import argparse
import math

import numpy as np
import openvino as ov
import openvino.opset13 as ops
import torch
import torch.nn.functional as F
from torch import nn

import weights
from model import SIDE, Generator, neutral_attributes

TRUNCATION = 0.75
DETAIL, DETAIL_PX = 1.0, 1.5  # how much of what is finer than this is added
FOCUS_PX = 12  # the background's blur
HEAD = (0.5, 0.45, 0.33, 0.43)  # centre and half axes of what stays sharp, in parts of the side
HEAD_EDGE = 0.07
FACE = (0.5, 0.49, 0.24, 0.30)  # where detail is added: in hair it would show the generator's pattern
FACE_EDGE = 0.12
DRAWN_FOR_MEAN = 4096


def gaussian(sigma):
    """A row of weights for a blur, which is done along rows and then along columns."""
    half = int(math.ceil(2.5 * sigma))
    at = torch.arange(-half, half + 1, dtype=torch.float32)
    row = torch.exp(-0.5 * (at / sigma) ** 2)
    return (row / row.sum())[None, None, None].repeat(3, 1, 1, 1)


def inside(ellipse, edge):
    """A picture of one inside and zero outside."""
    x, y, a, b = ellipse
    middle = (torch.arange(SIDE) + 0.5) / SIDE
    radius = (((middle[None] - x) / a) ** 2 + ((middle[:, None] - y) / b) ** 2).sqrt()
    return torch.sigmoid((1 - radius) / edge)[None, None]


def blurred(picture, row):
    half = row.shape[-1] // 2
    picture = F.conv2d(F.pad(picture, (half, half, 0, 0), mode="replicate"), row, groups=3)
    return F.conv2d(F.pad(picture, (0, 0, half, half), mode="replicate"), row.transpose(2, 3), groups=3)


class Conv(nn.Module):
    """A StyledConv or a ToColour whose constants are worked out."""

    def __init__(self, layer):
        super().__init__()
        weight = layer.weight.detach() * (layer.scale if hasattr(layer, "size") else 1)
        self.weight, self.bias = nn.Parameter(weight), nn.Parameter(layer.bias.detach()[None, :, None, None])
        scale = layer.style.scale * (1 if hasattr(layer, "size") else layer.scale)
        self.style = nn.Parameter(layer.style.weight.detach() * scale)
        self.style_bias = nn.Parameter(layer.style.bias.detach() * (1 if hasattr(layer, "size") else layer.scale))
        # leaky_relu's factor of sqrt(2) is in what comes before it: half the energy, sqrt(2) times the bias.
        self.energy = nn.Parameter(weight.square().sum((2, 3)).t().contiguous() / 2) if hasattr(layer, "size") else None
        if self.energy is not None:
            self.bias.data *= math.sqrt(2)

    def forward(self, x, w):
        s = w @ self.style.t() + self.style_bias
        x = F.conv2d(x * s[:, :, None, None], self.weight, padding=self.weight.shape[-1] // 2)
        if self.energy is None:
            return x + self.bias
        x = x * torch.rsqrt(s.square() @ self.energy + 5e-9)[:, :, None, None] + self.bias
        return F.leaky_relu(x, 0.2)


class Drawer(nn.Module):
    def __init__(self, generator, neutral, embeddings):
        super().__init__()
        with torch.no_grad():
            layers = generator.mapping
            first = layers[0].weight * layers[0].scale
            self.maps = nn.ParameterList([first[:, :128] * math.sqrt(128)] + [m.weight * m.scale for m in layers[1:]])
            n = len(neutral)
            self.biases = nn.ParameterList([layers[0].bias + first[:, 128:128 + n] @ neutral] + [m.bias.clone() for m in layers[1:]])
            self.mean = nn.Parameter(self.styles(embeddings).mean(0, keepdim=True))
            self.start = nn.Parameter(generator.start.detach().clone())
        self.first, self.first_colour = Conv(generator.first), Conv(generator.first_colour)
        self.ups, self.convs, self.colours = (nn.ModuleList(map(Conv, group)) for group in (generator.ups, generator.convs, generator.colours))
        self.head, self.face = nn.Parameter(inside(HEAD, HEAD_EDGE)), nn.Parameter(inside(FACE, FACE_EDGE) * DETAIL)
        self.fine, self.soft = nn.Parameter(gaussian(DETAIL_PX)), nn.Parameter(gaussian(FOCUS_PX))
        # A gather by turned columns: a flip that every engine knows.
        self.register_buffer("mirror", torch.arange(SIDE - 1, -1, -1))

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
            x = F.interpolate(up(x, w), scale_factor=2.0, mode="bilinear", align_corners=False)
            x = conv(x, w)
            picture = F.interpolate(picture, scale_factor=2.0, mode="bilinear", align_corners=False) + colour(x, w)
        picture = (picture + picture.index_select(3, self.mirror)) / 2
        picture = picture + self.face * (picture - blurred(picture, self.fine))
        picture = picture * self.head + blurred(picture, self.soft) * (1 - self.head)
        return (picture.clamp(-1, 1) * 127.5 + 127.5).permute(0, 2, 3, 1)


def store_in_bytes(model):
    """Replaces each large constant [rows, ...] by whole numbers from -127 to 127 and a scale a row."""
    for node in model.get_ordered_ops():
        if node.get_type_name() != "Constant" or node.get_element_type() != ov.Type.f32 or node.get_data().size < 10_000:
            continue
        value = node.get_data()
        if value.shape[-2:] == (SIDE, SIDE):
            continue
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
    drawer = Drawer(generator, neutral_attributes(faces), embeddings).eval()
    with torch.no_grad():
        model = ov.convert_model(drawer, example_input=embeddings[:2], input=[([-1, 128], ov.Type.f32)])
        wanted = drawer(embeddings[:8]).numpy().astype(int)
    model.input(0).set_names({"embeddings"})
    model.output(0).set_names({"pictures"})
    store_in_bytes(model)
    model.validate_nodes_and_infer_types()
    ov.save_model(model, o.out, compress_to_fp16=False)
    drawn = ov.Core().compile_model(o.out, "CPU", {"INFERENCE_PRECISION_HINT": "f32"})(embeddings[:8].numpy())[0].astype(int)
    print(f"{o.out}: differs from the trained network by {np.abs(drawn - wanted).mean():.2f} of 255 in the mean")


if __name__ == "__main__":
    main()
