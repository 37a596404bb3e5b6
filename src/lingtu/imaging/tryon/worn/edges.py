"""Edges between the parts of a person as sharp as the photo's: by the colours that both sides have nearby."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.tryon.arrays.vectors import dots, strongest

Floats = NDArray[np.float32]
Labels = NDArray[np.uint8]
Mask = NDArray[np.bool_]

#: How far from where parts meet their edge is looked for, and from where on a pixel's colour is one part's alone, px.
BAND_PX, CORE_PX = 4, 2
#: Reach of the colours nearby, px.
NEARBY_PX = 4.0
#: Which two parts meet at a pixel is told by what is so near, px.
PRESENT_PX = 2.0
#: Two sides are told apart whose colours are so many deviations apart, and that much more (RGB in [0, 1]).
APART, CLEARLY = 1.5, (0.03, 0.15)
#: Noise must not speckle a side: mixtures nearer to it than this are it, at least, and so many deviations.
SURE, NOISE = 0.12, 1.2


def sharpened(rgb: Floats, shares: Floats) -> Floats:
    """The shares P x H x W of a picture's parts; where two with unlike colours meet, as the colours say.

    A pixel between them is a mixture a F + (1 - a) B of what is seen on both sides (Porter and Duff 1984): that says a.
    """
    labels = strongest(shares)
    inner = cv2.erode(labels, np.ones((3, 3), np.uint8)) == cv2.dilate(labels, np.ones((3, 3), np.uint8))
    away = cv2.distanceTransform(inner.astype(np.uint8), cv2.DIST_L2, 5)
    band = away < BAND_PX
    if not band.any():
        return shares
    rows, columns = np.nonzero(band)
    sides = [_side(rgb, labels == part, away > CORE_PX, band) for part in range(len(shares))]
    near, means, spreads = (np.stack(values) for values in zip(*sides, strict=True))
    order, at = np.argsort(near, axis=0), np.arange(len(rows))
    one, other = order[-1], order[-2]
    apart = means[one, at] - means[other, at]
    size = np.linalg.norm(apart, axis=1)
    mixed = ((rgb[rows, columns] - means[other, at]) * apart).sum(axis=1) / np.maximum(size, 1e-3) ** 2
    spread = np.minimum(np.maximum(spreads[one, at], spreads[other, at]), 1.0)
    noise = np.clip(NOISE * spread / np.maximum(size, 1e-3), SURE, 0.4)
    # the more texture, the more it counts on which side of the parts' own edge a pixel is
    mixed = ((mixed + (noise - SURE) * away[rows, columns] - noise) / (1 - 2 * noise)).clip(0, 1)
    trust = ((size - APART * spread - CLEARLY[0]) / (CLEARLY[1] - CLEARLY[0])).clip(0, 1)
    trust *= ((BAND_PX - away[rows, columns]) / 1.5).clip(0, 1) * (near[other, at] > 1e-3)
    result = shares.copy()
    result[:, rows, columns] *= 1 - trust
    result[one, rows, columns] += trust * mixed
    result[other, rows, columns] += trust * (1 - mixed)
    calm = np.stack([_calm(result[part], labels == part, band) for part in range(len(shares))])
    total = calm.sum(axis=0)
    result[:, rows, columns] = np.where(total > 0.5, calm / np.maximum(total, 0.5), result[:, rows, columns])
    return result


def _calm(share: Floats, part: Mask, band: Mask) -> Floats:
    """The share without single pixels, in the band, N."""
    found = share[band]
    box = _box(part)
    if band[box].any():
        found[_view_of(band, box)] = cv2.medianBlur(np.ascontiguousarray(share[box]), 3)[band[box]]
    return np.asarray(found, np.float32)


def _side(rgb: Floats, part: Mask, core: Mask, band: Mask) -> tuple[Floats, Floats, Floats]:
    """How much of a part is near each pixel of the band, N; its mean colour there N x 3, and its deviation N."""
    count = np.count_nonzero(band)
    near, mean, spread = np.zeros(count, np.float32), np.zeros((count, 3), np.float32), np.full(count, np.inf)
    if not part.any():
        return near, mean, np.asarray(spread, np.float32)
    box = _box(part)
    places, inside = np.nonzero(band[box]), _view_of(band, box)
    near[inside] = cv2.GaussianBlur(part[box].astype(np.float32), (0, 0), PRESENT_PX)[places]
    own = (part & core)[box].astype(np.float32)
    colours = rgb[box] * own[..., None]
    sums = cv2.GaussianBlur(np.dstack([colours, dots(colours, rgb[box])]), (0, 0), NEARBY_PX)[places]
    weight = cv2.GaussianBlur(own, (0, 0), NEARBY_PX)[places]
    sums /= np.maximum(weight, 1e-6)[:, None]
    mean[inside] = sums[:, :3]
    variance = np.maximum(sums[:, 3] - (sums[:, :3] ** 2).sum(axis=1), 0)
    spread[inside] = np.where(weight > 0.01, np.sqrt(variance), np.inf)
    return near, mean, np.asarray(spread, np.float32)


def _box(part: Mask) -> tuple[slice, slice]:
    """Around a part and what is near it."""
    if not part.any():
        return slice(0, 0), slice(0, 0)
    reach = int(3 * NEARBY_PX) + 1
    spans = (np.flatnonzero(part.any(axis=axis)) for axis in (1, 0))
    rows, columns = (slice(max(0, int(span[0]) - reach), int(span[-1]) + reach + 1) for span in spans)
    return rows, columns


def _view_of(band: Mask, box: tuple[slice, slice]) -> NDArray[np.int64]:
    """Which of the band's pixels, in order, are in the box."""
    number = np.cumsum(band.ravel()).reshape(band.shape) - 1
    return np.asarray(number[box][band[box]], np.int64)
