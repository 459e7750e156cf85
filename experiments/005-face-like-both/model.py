"""The generator that draws a face from an embedding, and the discriminator that it is trained against.

Both follow StyleGAN2 (Karras et al. 2020, "Analyzing and Improving the Image Quality of StyleGAN", section 2 and
appendix B), made small: the generator is to draw a face in 25 ms on one core.
"""
import math

import torch
import torch.nn.functional as F
from torch import nn

SIDE = 192  # px of the picture: the photos at hand hold no more


def neutral_attributes(faces):
    """A frontal head in even light, sharply seen, as prepare.py's faces.npz measures them: what is asked for at run time."""
    names = [str(name) for name in faces["names"]]
    values = torch.zeros(len(names))
    values[names.index("sharpness")] = 1.0
    for name in ("yaw", "light from a side", "beyond the photo"):  # these have a zero that means none
        i = names.index(name)
        values[i] = float(-faces["mean"][i] / faces["deviation"][i])
    return values


class Linear(nn.Module):
    """Equalised learning rate (Karras et al. 2018, section 4.1)."""

    def __init__(self, inputs, outputs, bias=0.0):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(outputs, inputs))
        self.bias = nn.Parameter(torch.full((outputs,), float(bias)))
        self.scale = 1 / math.sqrt(inputs)

    def forward(self, x):
        return F.linear(x, self.weight * self.scale, self.bias)


class StyledConv(nn.Module):
    """A 3x3 convolution whose inputs are scaled by the style and whose outputs are brought back to length one.

    The scaling stands before and after the convolution, so that one weight serves a whole batch.
    """

    def __init__(self, inputs, outputs, style, size=3):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(outputs, inputs, size, size))
        self.bias = nn.Parameter(torch.zeros(outputs))
        self.style = Linear(style, inputs, bias=1)
        self.scale = 1 / math.sqrt(inputs * size * size)
        self.size = size

    def forward(self, x, style):
        s = self.style(style)
        weight = self.weight * self.scale
        energy = weight.float().square().sum((2, 3))
        demodulation = torch.rsqrt(s.float().square() @ energy.t() + 1e-8).to(x.dtype)
        x = F.conv2d(x * s[:, :, None, None].to(x.dtype), weight.to(x.dtype), padding=self.size // 2)
        x = x * demodulation[:, :, None, None] + self.bias[None, :, None, None].to(x.dtype)
        return F.leaky_relu(x, 0.2) * math.sqrt(2)


class ToColour(nn.Module):
    """Colours of `fold` x `fold` px at each place."""

    def __init__(self, inputs, style, size=1, fold=1):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(3 * fold * fold, inputs, size, size))
        self.bias = nn.Parameter(torch.zeros(3 * fold * fold))
        self.style = Linear(style, inputs, bias=1)
        self.scale = 1 / math.sqrt(inputs * size * size)
        self.fold = fold

    def forward(self, x, style):
        x = x * (self.style(style) * self.scale)[:, :, None, None].to(x.dtype)
        x = F.conv2d(x, self.weight.to(x.dtype), self.bias.to(x.dtype), padding=self.weight.shape[-1] // 2)
        return F.pixel_shuffle(x, self.fold)


def doubled(x):
    return F.interpolate(x, scale_factor=2, mode="bilinear", align_corners=False)


class Generator(nn.Module):
    """embedding [n, 128], attributes [n, a], noise [n, z] -> picture [n, 3, 192, 192], from -1 to 1."""

    def __init__(self, attributes, noise=32, style=384, channels=(512, 384, 192, 96, 64)):
        super().__init__()
        self.config = dict(attributes=attributes, noise=noise, style=style, channels=list(channels))
        self.noise = noise
        self.start = nn.Parameter(torch.randn(1, channels[0], 6, 6))
        self.mapping = nn.ModuleList([Linear(128 + attributes + noise, style), Linear(style, style), Linear(style, style)])
        self.first = StyledConv(channels[0], channels[0], style)
        self.first_colour = ToColour(channels[0], style)
        self.ups, self.convs, self.colours = nn.ModuleList(), nn.ModuleList(), nn.ModuleList()
        for a, b in zip(channels, channels[1:]):
            # Channels are dropped before the picture grows: a quarter of the cost of dropping them after.
            self.ups.append(StyledConv(a, b, style))
            self.convs.append(StyledConv(b, b, style))
            self.colours.append(ToColour(b, style))
        # The last doubling is of colours alone: a convolution at full size would cost as much as all before it.
        self.fine = ToColour(channels[-1], style, size=3, fold=2)

    def styles(self, embedding, attributes, noise):
        # An embedding of length one has values of about 0.09: brought to the others' scale.
        x = torch.cat([embedding * math.sqrt(128), attributes, noise], 1)
        for layer in self.mapping:
            x = F.leaky_relu(layer(x), 0.2) * math.sqrt(2)
        return x

    def forward(self, embedding, attributes, noise):
        w = self.styles(embedding, attributes, noise)
        dtype = torch.bfloat16 if torch.is_autocast_enabled() else w.dtype
        x = self.start.expand(w.shape[0], -1, -1, -1).to(dtype)
        x = self.first(x, w)
        picture = self.first_colour(x, w)
        for up, conv, colour in zip(self.ups, self.convs, self.colours):
            x = conv(doubled(up(x, w)), w)
            picture = doubled(picture) + colour(x, w)
        return (doubled(picture) + self.fine(x, w)).float()


class Conv(nn.Module):
    def __init__(self, inputs, outputs, size, stride=1):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(outputs, inputs, size, size))
        self.bias = nn.Parameter(torch.zeros(outputs))
        self.scale = 1 / math.sqrt(inputs * size * size)
        self.stride, self.padding = stride, size // 2

    def forward(self, x):
        return F.conv2d(x, (self.weight * self.scale).to(x.dtype), self.bias.to(x.dtype), self.stride, self.padding)


class Down(nn.Module):
    def __init__(self, inputs, outputs):
        super().__init__()
        self.a, self.b, self.skip = Conv(inputs, inputs, 3), Conv(inputs, outputs, 3), Conv(inputs, outputs, 1)

    def forward(self, x):
        y = F.leaky_relu(self.a(x), 0.2) * math.sqrt(2)
        y = F.avg_pool2d(y, 2)
        y = F.leaky_relu(self.b(y), 0.2) * math.sqrt(2)
        return (y + self.skip(F.avg_pool2d(x, 2))) / math.sqrt(2)


class Discriminator(nn.Module):
    """picture -> how real it is, and how well it fits its embedding and attributes (projections, Miyato & Koyama 2018)."""

    def __init__(self, attributes, channels=(32, 64, 128, 256, 384, 512)):
        super().__init__()
        self.colour = Conv(3, channels[0], 3)
        self.downs = nn.ModuleList([Down(a, b) for a, b in zip(channels, channels[1:])])
        self.last = Conv(channels[-1] + 1, 128, 3)  # one more: how unlike the batch's pictures are
        self.head = Linear(128 * 36, 512)
        self.real = Linear(512, 1)
        self.by_embedding = nn.ModuleList([Linear(128, 512), Linear(512, 512)])
        self.by_attributes = Linear(attributes, 512)

    def forward(self, picture, embedding, attributes, embedding_counts):
        dtype = torch.bfloat16 if torch.is_autocast_enabled() else picture.dtype
        x = F.leaky_relu(self.colour(picture.to(dtype)), 0.2) * math.sqrt(2)
        for down in self.downs:
            x = down(x)
        # Standard deviation over groups of the batch (Karras et al. 2018, section 3), in groups of four.
        n, c, h, w = x.shape
        group = min(4, n)
        y = x.float().view(group, n // group, c, h, w)
        y = (y.var(0, unbiased=False) + 1e-8).sqrt().mean((1, 2, 3))
        x = torch.cat([x, y.repeat(group)[:, None, None, None].expand(n, 1, h, w).to(x.dtype)], 1)
        x = F.leaky_relu(self.last(x), 0.2) * math.sqrt(2)
        x = F.leaky_relu(self.head(x.flatten(1).float()), 0.2) * math.sqrt(2)
        e = F.leaky_relu(self.by_embedding[0](embedding * math.sqrt(128)), 0.2) * math.sqrt(2)
        e = self.by_embedding[1](e)
        a = self.by_attributes(attributes)
        score = self.real(x)[:, 0] + (x * a).sum(1) / math.sqrt(512)
        return score + embedding_counts * (x * e).sum(1) / math.sqrt(512)


class FeatureDiscriminator(nn.Module):
    """How real the middle of a face is, from the brows to the mouth, where people look first and where the whole picture's
    discriminator looks no closer than elsewhere (after Wang et al. 2021, GFPGAN, section 3.4)."""

    REACH = slice(52, 132), slice(56, 136)  # rows, columns

    def __init__(self, channels=(48, 96, 192, 256, 256)):
        super().__init__()
        self.colour = Conv(3, channels[0], 3)
        self.downs = nn.ModuleList([Down(a, b) for a, b in zip(channels, channels[1:])])
        self.head, self.real = Linear(channels[-1] * 25, 256), Linear(256, 1)

    def forward(self, picture):
        x = picture[:, :, *self.REACH]
        x = F.leaky_relu(self.colour(x.to(torch.bfloat16 if torch.is_autocast_enabled() else x.dtype)), 0.2) * math.sqrt(2)
        for down in self.downs:
            x = down(x)
        x = F.leaky_relu(self.head(x.flatten(1).float()), 0.2) * math.sqrt(2)
        return self.real(x)[:, 0]
