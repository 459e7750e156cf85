"""Moves a face's texture between shapes: piecewise affine over triangles of the mean shape."""
import cv2
import numpy as np
from scipy.spatial import Delaunay

from faces import SIDE

BORDER = 9  # points on each side, at which a portrait's edge stays


def with_border(meshes):
    """[n, 468, 2] in a portrait's pixels -> [n, 500, 2] in parts of its side, which a window pushes no point out of."""
    line = np.linspace(0, 1, BORDER)[:-1]
    edge = np.concatenate([np.column_stack(p) for p in ((line, 0 * line), (1 + 0 * line, line), (1 - line, 1 + 0 * line), (0 * line, 1 - line))])
    inside = (np.asarray(meshes[..., :2], np.float32) / SIDE).clip(0.01, 0.99)
    return np.concatenate([inside, np.broadcast_to(edge.astype(np.float32), (len(meshes), *edge.shape))], axis=1)


class Warp:
    def __init__(self, mean):
        self.mean, self.triangles = mean, Delaunay(mean).simplices

    def texture(self, portrait, points, side):
        """The portrait as it would look in the mean shape. The map of a side is worked out once."""
        if getattr(self, "side", None) != side:
            self.side = side
            at = (np.stack(np.meshgrid(np.arange(side), np.arange(side)), -1).reshape(-1, 2) + 0.5) / side
            delaunay = Delaunay(self.mean)
            found = delaunay.find_simplex(at)
            transform = delaunay.transform[found]
            two = np.einsum("nij,nj->ni", transform[:, :2], at - transform[:, 2])
            self.corners = delaunay.simplices[found]
            self.shares = np.column_stack([two, 1 - two.sum(1)]).astype(np.float32)
        place = np.einsum("nk,nkc->nc", self.shares, points[self.corners]) * SIDE - 0.5
        grid = place.reshape(side, side, 2).astype(np.float32)
        # A texture of half the portrait's size would alias.
        source = cv2.GaussianBlur(portrait, (0, 0), 0.4 * SIDE / side) if side < SIDE else portrait
        return cv2.remap(source, grid, None, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)

    def draw(self, texture, points):
        """[side, side, 3] of the mean shape -> a portrait of the shape `points`."""
        owner = np.full((SIDE, SIDE), -1, np.int32)
        # Behind the cheek of a turned head triangles overlap: the larger ones, which face us, are painted last.
        corners = points[self.triangles]
        a, b = corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]
        area = a[:, 0] * b[:, 1] - a[:, 1] * b[:, 0]
        sixteenths = np.round((corners * SIDE - 0.5) * 16).astype(np.int32)
        for i in np.argsort(np.abs(area)):
            cv2.fillConvexPoly(owner, sixteenths[i], int(i), shift=4)
        size = np.where(np.abs(area) < 1e-9, 1e-9, area)[owner]
        at = (np.stack(np.meshgrid(np.arange(SIDE), np.arange(SIDE)), -1) + 0.5) / SIDE - corners[owner][..., 0, :]
        v = (at[..., 0] * b[owner][..., 1] - at[..., 1] * b[owner][..., 0]) / size
        w = (a[owner][..., 0] * at[..., 1] - a[owner][..., 1] * at[..., 0]) / size
        of_mean = self.mean[self.triangles[owner]]
        place = of_mean[..., 0, :] + v[..., None] * (of_mean[..., 1, :] - of_mean[..., 0, :]) + w[..., None] * (of_mean[..., 2, :] - of_mean[..., 0, :])
        grid = (place * len(texture) - 0.5).astype(np.float32)
        return cv2.remap(np.ascontiguousarray(texture, np.float32), grid, None, cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
