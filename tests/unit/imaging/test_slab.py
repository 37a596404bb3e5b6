from __future__ import annotations

import cv2
import numpy as np
import pytest

from lingtu.imaging.colour import Floats
from lingtu.imaging.slab import has_handle


def outline(*, handle: int = 0, hole: int = 0, second: int = 0, side: int = 240) -> Floats:
    """A block with a ring of a hole's radius at its right side, and a hole in it; px."""
    alpha = np.zeros((side, side), np.float32)
    cv2.rectangle(alpha, (40, 60), (140, 180), 1.0, -1)
    if handle:
        cv2.circle(alpha, (140 + handle, 120), handle + 6, 1.0, 12)
    for at, radius in ((70, hole), (110, second)):
        if radius:
            cv2.circle(alpha, (at, 120), radius, 0.0, -1)
    return alpha


@pytest.mark.parametrize("size", [0.5, 1, 4])
def test_a_cup_has_a_handle(size: float) -> None:
    cup = cv2.resize(outline(handle=20), None, fx=size, fy=size, interpolation=cv2.INTER_LINEAR)
    assert has_handle(cup)


@pytest.mark.parametrize(
    "alpha",
    [
        outline(),
        outline(hole=5),  # a button's hole, or a fault of the cut-out
        outline(hole=18, second=18),  # a pair of straps, or of glasses
        outline(handle=60),  # a sling
        np.zeros((20, 30), np.float32),
    ],
    ids=["block", "small", "two", "large", "nothing"],
)
def test_others_have_none(alpha: Floats) -> None:
    assert not has_handle(alpha)
