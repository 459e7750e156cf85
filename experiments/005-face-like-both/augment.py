"""Changes to pictures from -1 to 1 that photos and drawn faces go through alike before a discriminator sees them."""
import torch
import torch.nn.functional as F

from model import SIDE


def recoloured(x):
    n = len(x)
    kw = dict(device=x.device)
    x = x + (torch.rand(n, 1, 1, 1, **kw) - 0.5) * 0.4
    mean = x.mean(1, keepdim=True)
    return (x - mean) * (torch.rand(n, 1, 1, 1, **kw) * 1.0 + 0.5) + mean


def augment(x):
    """Differentiable changes that both see (Zhao et al. 2020, DiffAugment): light, colour, a shift and a hole."""
    n = len(x)
    kw = dict(device=x.device)
    x = recoloured(x)
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
