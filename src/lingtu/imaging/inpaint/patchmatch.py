"""Nearest patches by propagation and random search, and what they say of a hole's pixels.

Barnes et al., PatchMatch (SIGGRAPH 2009); Wexler et al., Space-Time Completion of Video (PAMI 2007). The result hangs
on the seed alone, not on the number of threads: targets are cut into bands, and a band sees of the others what they
were before the pass.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numba import njit, prange
from numpy.typing import NDArray

from lingtu.imaging.colour import Floats

Places = NDArray[np.int32]
REACH = 3  # px from a patch's middle to its side
_BANDS = 8
_WORSE = np.float32(1e9)


@dataclass(frozen=True, kw_only=True)
class Field:
    """What patches are compared in: one level of the pyramid, h x w."""

    #: h x w x 4: Lab and the strength of fine texture.
    features: Floats
    #: h x w: how far a pixel is to be believed; 0 counts for nothing.
    trust: Floats
    #: n x 2 (row, column), row by row: every pixel whose patch reaches into the hole.
    targets: Places
    #: h x w: place in `targets`, -1 where there is none.
    index: Places
    #: h x w: whether a patch may be taken from here.
    valid: NDArray[np.bool_]
    #: h x w: what taking a patch from here costs besides.
    toll: Floats
    #: h x w x 2: a step from target to source costs the square of its product with this.
    across: Floats


def search(field: Field, sources: Places, passes: int, radius: int, seed: int) -> tuple[Places, Floats]:
    """Better sources (n x 2) than those given, and what each costs."""
    found, costs = sources.copy(), np.empty(len(sources), np.float32)
    planes = (field.features, field.trust, field.targets, field.index, field.valid, field.toll, field.across)
    _rescore(field.features, field.trust, field.targets, field.toll, field.across, found, costs)
    for number in range(passes):
        before = found.copy()
        _search(*planes, before, found, costs, number % 2 == 0, radius, _mixed(seed, number))
    return found, costs


def _mixed(seed: int, number: int) -> np.uint64:
    """A start for a pass's random numbers; a job's seed has up to 53 bits, so the product is taken modulo 2^64."""
    return np.uint64((seed * 7919 + number * 104729 + 1) % 2**64)


def dissimilarity(field: Field, sources: Places) -> Floats:
    """Weighted mean squared difference of every target and its source, n, without tolls."""
    found = np.empty(len(sources), np.float32)
    none = np.zeros_like(field.toll), np.zeros_like(field.across)
    _rescore(field.features, field.trust, field.targets, *none, sources, found)
    return found


def vote(field: Field, pixels: Places, sources: Places, costs: Floats, sharpness: float) -> tuple[Floats, Floats]:
    """What the patches over m pixels say: their features, m x 4, and the steps of Lab right and down, m x 6.

    The sharper, the fewer patches count.
    """
    said = np.empty((len(pixels), 4), np.float32)
    steps = np.empty((len(pixels), 6), np.float32)
    _vote(field.features, field.targets, field.index, pixels, sources, costs, np.float32(sharpness), said, steps)
    return said, steps


@njit(cache=True, fastmath=True, inline="always")
def _cost(features, trust, toll, across, ty, tx, sy, sx, limit):  # type: ignore[no-untyped-def]
    """Weighted mean squared difference of two patches and the source's tolls; anything above the limit is as good."""
    height, width = trust.shape
    step = across[ty, tx, 0] * np.float32(sy - ty) + across[ty, tx, 1] * np.float32(sx - tx)
    extra = toll[sy, sx] + step * step
    if extra >= limit:
        return extra
    weight = np.float32(0)
    total = np.float32(0)
    top, bottom = max(-REACH, -ty), min(REACH, height - 1 - ty)
    left, right = max(-REACH, -tx), min(REACH, width - 1 - tx)
    for j in range(top, bottom + 1):
        for i in range(left, right + 1):
            weight += trust[ty + j, tx + i]
    bound = (limit - extra) * weight
    for j in range(top, bottom + 1):
        for i in range(left, right + 1):
            a = features[ty + j, tx + i, 0] - features[sy + j, sx + i, 0]
            b = features[ty + j, tx + i, 1] - features[sy + j, sx + i, 1]
            c = features[ty + j, tx + i, 2] - features[sy + j, sx + i, 2]
            d = features[ty + j, tx + i, 3] - features[sy + j, sx + i, 3]
            total += trust[ty + j, tx + i] * (a * a + b * b + c * c + d * d)
        if total >= bound:
            return _WORSE
    return extra + total / weight


@njit(cache=True, fastmath=True, parallel=True)
def _rescore(features, trust, targets, toll, across, sources, costs):  # type: ignore[no-untyped-def]
    for k in prange(len(targets)):
        costs[k] = _cost(
            features, trust, toll, across, targets[k, 0], targets[k, 1], sources[k, 0], sources[k, 1], _WORSE
        )


@njit(cache=True, fastmath=True, parallel=True)
def _search(  # type: ignore[no-untyped-def]  # noqa: C901  a kernel
    features, trust, targets, index, valid, toll, across, before, found, costs, forward, radius, seed
):
    height, width = valid.shape
    count = len(targets)
    step = -1 if forward else 1
    for band in prange(_BANDS):
        low, high = count * band // _BANDS, count * (band + 1) // _BANDS
        state = (seed + np.uint64(band)) * np.uint64(2685821657736338717) + np.uint64(1442695040888963407)
        for turn in range(low, high):
            k = turn if forward else high - 1 - (turn - low)
            y, x = targets[k, 0], targets[k, 1]
            best_y, best_x, best = found[k, 0], found[k, 1], costs[k]
            for side in range(2):
                near_y, near_x = (y + step, x) if side == 0 else (y, x + step)
                if near_y < 0 or near_y >= height or near_x < 0 or near_x >= width:
                    continue
                other = index[near_y, near_x]
                if other < 0:
                    continue
                if low <= other < high:
                    sy, sx = found[other, 0] - (near_y - y), found[other, 1] - (near_x - x)
                else:
                    sy, sx = before[other, 0] - (near_y - y), before[other, 1] - (near_x - x)
                if 0 <= sy < height and 0 <= sx < width and valid[sy, sx] and not (sy == best_y and sx == best_x):
                    cost = _cost(features, trust, toll, across, y, x, sy, sx, best)
                    if cost < best:
                        best_y, best_x, best = sy, sx, cost
            reach = radius
            while reach >= 1:
                state ^= state << np.uint64(13)
                state ^= state >> np.uint64(7)
                state ^= state << np.uint64(17)
                up = np.int64(state & np.uint64(0xFFFF))
                along = np.int64((state >> np.uint64(16)) & np.uint64(0xFFFF))
                sy = best_y + (up * (2 * reach + 1) >> 16) - reach
                sx = best_x + (along * (2 * reach + 1) >> 16) - reach
                if 0 <= sy < height and 0 <= sx < width and valid[sy, sx]:
                    cost = _cost(features, trust, toll, across, y, x, sy, sx, best)
                    if cost < best:
                        best_y, best_x, best = sy, sx, cost
                reach //= 2
            found[k, 0], found[k, 1], costs[k] = best_y, best_x, best


@njit(cache=True, fastmath=True, parallel=True)
def _vote(features, targets, index, pixels, sources, costs, sharpness, said, steps):  # type: ignore[no-untyped-def]
    height, width = index.shape
    for pixel in prange(len(pixels)):
        y, x = pixels[pixel, 0], pixels[pixel, 1]
        top, bottom = max(-REACH, -y), min(REACH, height - 1 - y)
        left, right = max(-REACH, -x), min(REACH, width - 1 - x)
        least = _WORSE
        for j in range(top, bottom + 1):
            for i in range(left, right + 1):
                k = index[y + j, x + i]
                if k >= 0:
                    least = min(least, costs[k])
        total = np.float32(0)
        said[pixel] = 0
        steps[pixel] = 0
        for j in range(top, bottom + 1):
            for i in range(left, right + 1):
                k = index[y + j, x + i]
                if k < 0:
                    continue
                worse = min((costs[k] - least) / (sharpness * least + np.float32(1e-3)), np.float32(20))
                weight = np.exp(-worse - np.float32(0.1) * np.float32(i * i + j * j))
                sy, sx = sources[k, 0] - j, sources[k, 1] - i
                for channel in range(4):
                    said[pixel, channel] += weight * features[sy, sx, channel]
                for channel in range(3):
                    here = features[sy, sx, channel]
                    steps[pixel, channel] += weight * (features[sy, sx + 1, channel] - here)
                    steps[pixel, 3 + channel] += weight * (features[sy + 1, sx, channel] - here)
                total += weight
        said[pixel] /= total
        steps[pixel] /= total
