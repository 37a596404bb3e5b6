"""Classes of pixels by what each pixel says of itself, brought to agreement over the picture's edges.

A mean field whose smoothing is a guided filter (after Krähenbühl and Koltun 2011; He et al. 2010): a class is likely
where its place is, where its seeds' colours are, and where its neighbours across no edge are of it.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]
Labels = NDArray[np.uint8]

ROUNDS = 5
#: Colours: bins of L, a and b.
BINS = (26, 52, 52)
SMOOTHNESS, COLOUR, GUIDE_PX, GUIDE_EPS = 3.0, 1.3, 7, 60.0


def agree(rgb: Floats, seeds: NDArray[np.int8], places: Floats, trust: tuple[float, ...]) -> Floats:
    """Chances of the classes, classes x H x W, after colours, places and neighbours have been heard.

    `seeds` H x W: a class, or -1; `places`: cost of each class at each pixel; `trust`: how much a seed of each counts.
    Class 0 is the background, which has no colours of its own.
    """
    guide = _calm_lab(rgb)
    bins = _bins(guide)
    seeded = np.stack([seeds == index for index in range(len(places))])
    weight = np.array(trust, np.float32)[:, None, None]
    bonus = (weight * seeded).sum(axis=0) - 2 * weight * seeded
    along_edges = cv2.ximgproc.createGuidedFilter(guide, GUIDE_PX, GUIDE_EPS)
    chances, smoothed = seeded.astype(np.float32), np.zeros_like(places)
    for _ in range(ROUNDS):
        energy = places + bonus - SMOOTHNESS * smoothed + COLOUR * _colour_costs(bins, seeded, chances)
        energy -= energy.min(axis=0)
        chances = np.exp(-energy)
        chances /= chances.sum(axis=0)
        smoothed = np.stack([along_edges.filter(each) for each in chances])
    result: Floats = (0.7 * smoothed + 0.3 * chances).clip(0, 1).astype(np.float32)
    return result


def colour_bins(rgb: Floats) -> NDArray[np.int32]:
    """Each pixel's place in a flat histogram of the colours that it has without its noise, H x W."""
    return _bins(_calm_lab(rgb))


def share_of_colour(bins: NDArray[np.int32], chosen: Mask) -> Floats:
    """The share of each pixel's colour in a part that is chosen, H x W."""
    counts = np.bincount(bins[chosen], minlength=int(np.prod(BINS))).astype(np.float32).reshape(BINS)
    for axis in range(3):
        counts = _blurred(counts, axis)
    return np.asarray((counts / max(counts.sum(), 1e-6)).reshape(-1)[bins], np.float32)


def _calm_lab(rgb: Floats) -> Labels:
    smooth = cv2.bilateralFilter((rgb * 255).astype(np.uint8), 7, 30, 7)
    return np.asarray(cv2.cvtColor(smooth, cv2.COLOR_RGB2Lab), np.uint8)


def _bins(guide: Labels) -> NDArray[np.int32]:
    """Each pixel's place in a flat histogram of Lab."""
    scaled = [(guide[..., axis].astype(np.int32) * count) >> 8 for axis, count in enumerate(BINS)]
    return np.asarray((scaled[0] * BINS[1] + scaled[1]) * BINS[2] + scaled[2], np.int32)


def _colour_costs(bins: NDArray[np.int32], seeded: Mask, chances: Floats) -> Floats:
    """Minus log of each class's share in a pixel's colour; the background has none of its own."""
    seen = [np.full(bins.shape, 3e-5, np.float32)]
    for own, chance in zip(seeded[1:], chances[1:], strict=True):
        chosen = own | (chance > 0.7)
        known = np.count_nonzero(chosen) > 30
        seen.append(share_of_colour(bins, chosen) if known else np.full(bins.shape, 1e-5, np.float32))
    shares = np.stack(seen)
    costs = -np.log((shares + 3e-6) / shares.sum(axis=0))
    costs[0] = 0
    return np.asarray(costs, np.float32)


def _blurred(counts: Floats, axis: int) -> Floats:
    """A Gaussian of about one bin."""
    rows = np.moveaxis(counts, axis, -1)
    flat = cv2.GaussianBlur(np.ascontiguousarray(rows.reshape(-1, rows.shape[-1])), (7, 1), 1.2)
    return np.moveaxis(flat.reshape(rows.shape), -1, axis)
