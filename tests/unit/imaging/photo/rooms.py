"""Made-up photographs with a known surface and light, and the outline of a product."""

from __future__ import annotations

import numpy as np

from lingtu.imaging.colour import Floats

SIDE = 320


def room(back: float, wall: Floats, floor: Floats, slope: float = 0.0, seed: int = 0) -> Floats:
    """A wall above a floor; light falls off by `slope` from left to right, over the whole width."""
    rows = (np.arange(SIDE) + 0.5)[:, None, None] / SIDE
    light = 1 + slope * (0.5 - (np.arange(SIDE) + 0.5) / SIDE)[None, :, None]
    picture = np.where(rows < back, wall, floor) * light
    grain = np.random.default_rng(seed).normal(0, 0.006, (SIDE, SIDE, 1))
    found: Floats = np.clip(picture + grain, 0, 1).astype(np.float32)
    return found


def outline(left: float, top: float, right: float, bottom: float) -> Floats:
    """Alpha of a rectangle, shares of the side."""
    alpha = np.zeros((SIDE, SIDE), np.float32)
    alpha[round(top * SIDE) : round(bottom * SIDE), round(left * SIDE) : round(right * SIDE)] = 1
    return alpha


GREY, WOOD = np.float32([0.7, 0.72, 0.75]), np.float32([0.6, 0.45, 0.3])
BOTTLE = outline(0.44, 0.45, 0.56, 0.85)
