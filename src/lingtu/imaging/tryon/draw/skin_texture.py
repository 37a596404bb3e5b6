"""How uneven skin is: lighter and darker, redder and paler over all sizes of spots, as bare arms are in photographs."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

#: Sizes of spots (deviations of the Gaussians between which they lie), half widths of an arm, and a half width of an
#: arm in shoulder widths.
SIZES, HALF = (0.06, 0.12, 0.25, 0.5, 1.0), 0.1
#: Deviations at these sizes of the logarithms of lightness, of red by green, of blue by green, medians of 21 bare arms
#: after their form is taken off; of the large ones about half, as muscles and veins were measured with them.
LIGHT = (0.001, 0.0034, 0.0044, 0.004, 0.003)
RED = (0.0015, 0.0022, 0.0026, 0.002, 0.0013)
BLUE = (0.002, 0.0026, 0.0026, 0.0018, 0.0011)
#: Side of the piece that is repeated, px. An arm is hardly longer.
SIDE_PX = 320
#: What of red and blue by green is in red, green and blue at the same lightness.
_OF_RED, _OF_BLUE = (2 / 3, -1 / 3, -1 / 3), (-1 / 3, -1 / 3, 2 / 3)


def textured(skin: Floats, width_px: float, seed: int) -> Floats:
    """A picture of smooth skin H x W x 3 with the unevenness of skin; `width_px` of the shoulders."""
    piece = 1 + _piece(HALF * width_px, seed)
    rows, columns = (-(-side // SIDE_PX) for side in skin.shape[:2])
    return np.asarray(skin * np.tile(piece, (rows, columns, 1))[: skin.shape[0], : skin.shape[1]], np.float32)


def _piece(half_px: float, seed: int) -> Floats:
    """Deviations SIDE_PX x SIDE_PX x 3 about 0 that go on at their ends."""
    random = np.random.default_rng(seed + 5)
    down, across = np.fft.fftfreq(SIDE_PX)[:, None], np.fft.rfftfreq(SIDE_PX)[None]
    squared = (2 * np.pi) ** 2 * (down**2 + across**2)
    blurs = [np.exp(-squared * (size * half_px) ** 2 / 2) for size in (0.0, *SIZES)]
    bands = [finer - coarser for finer, coarser in pairwise(blurs)]
    # white noise has this deviation in each band
    ways = np.full(across.shape, 2.0)
    ways[0, 0] = ways[0, -1] = 1.0
    strengths = [float(np.sqrt((band**2 * ways).sum()) / SIDE_PX) for band in bands]
    result = np.zeros((SIDE_PX, SIDE_PX, 3), np.float32)
    for wanted, colours in ((LIGHT, (1.0, 1.0, 1.0)), (RED, _OF_RED), (BLUE, _OF_BLUE)):
        shape = sum(
            each / max(strength, 1e-6) * band for each, strength, band in zip(wanted, strengths, bands, strict=True)
        )
        noise = random.standard_normal((SIDE_PX, SIDE_PX)).astype(np.float32)
        drawn = np.fft.irfft2(np.fft.rfft2(noise) * shape, s=noise.shape).astype(np.float32)
        result += drawn[..., None] * np.asarray(colours, np.float32)
    return result
