"""Narrow straps in a garment's picture."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from lingtu.imaging.tryon.flat.read_top import read_top
from lingtu.imaging.tryon.flat.straps import with_even_straps

SIZE = (500, 400)
#: On the straps' middle line, as far down; where the left one is torn; on the back's strap beside it.
TORN, BACK = (88, 121), (100, 116)


def _camisole(torn: bool) -> np.ndarray:
    """Coverage of a top on straps 7 px wide; those are torn, and the back's are seen beside them."""
    alpha = np.zeros(SIZE, np.float32)
    cv2.fillPoly(
        alpha, [np.array([[125, 125], [200, 200], [275, 125], [310, 200], [320, 470], [80, 470], [90, 200]])], 1
    )
    for sign in (-1, 1):
        cv2.line(alpha, (200 + sign * 85, 40), (200 + sign * 74, 128), 1, 7)
        if torn:
            cv2.line(alpha, (200 + sign * 87, 70), (200 + sign * 82, 110), 1, 1)
            cv2.rectangle(alpha, (200 + sign * 79 - 4, 84), (200 + sign * 79 + 4, 92), 0, -1)
    return alpha


def test_a_torn_strap_becomes_a_band_without_the_backs_beside_it() -> None:
    alpha = _camisole(torn=True)
    found = with_even_straps(alpha, read_top(alpha > 0.5, is_dress=False))
    assert alpha[TORN] == 0
    for row in range(50, 112):
        columns = np.flatnonzero(found[row, :200] > 0.5)
        assert len(columns) == np.ptp(columns) + 1, "one band"
        assert 5 < len(columns) < 12
    assert found[BACK] < 0.5
    assert found[300].sum() == pytest.approx(alpha[300].sum())


def test_even_straps_stay_as_they_are() -> None:
    alpha = _camisole(torn=False)
    assert with_even_straps(alpha, read_top(alpha > 0.5, is_dress=False)) is alpha
