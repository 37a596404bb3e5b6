"""References and products that the studio's tests use."""

from __future__ import annotations

import cv2
import numpy as np

from lingtu.imaging.colour import Floats
from lingtu.imaging.composite import Box, place


def studio(colour: tuple[float, float, float] = (0.6, 0.75, 0.85), width: int = 160, height: int = 160) -> Floats:
    """A bare wall over a wooden table."""
    picture = np.full((height, width, 3), colour, np.float32)
    picture[int(0.7 * height) :] = (0.75, 0.55, 0.35)
    return picture


def room(width: int = 160, height: int = 160, seed: int = 3) -> Floats:
    """Something with as many things in it as a place has."""
    draw = np.random.default_rng(seed)
    things = draw.uniform(0.05, 0.95, (9, 9, 3)).astype(np.float32)
    picture: Floats = cv2.resize(things, (width, height), interpolation=cv2.INTER_NEAREST)
    return picture


def product(
    box: tuple[int, int, int, int], width: int = 160, height: int = 160, colour: tuple[float, float, float] = (1, 1, 1)
) -> tuple[Floats, Floats]:
    """A rectangle of a colour: x, y, width and height."""
    rgb = np.full((box[3], box[2], 3), colour, np.float32)
    return place(rgb, np.ones((box[3], box[2]), np.float32), Box(*box), width, height)


BOTTLE = (64, 50, 32, 76)
