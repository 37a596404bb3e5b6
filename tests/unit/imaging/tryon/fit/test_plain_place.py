"""Where a drawn T-shirt's body is plainest."""

from __future__ import annotations

import cv2
import numpy as np

from lingtu.imaging.tryon.fit.plain_place import MIDDLE, box, plainest, read_body
from lingtu.imaging.tryon.flat.read_top import read_top
from lingtu.imaging.tryon.flat.top import Top
from tests.unit.imaging.tryon.drawn import tee

SIZE = np.array([60.0, 150.0])


def shirt() -> tuple[np.ndarray, Top]:
    rgb, alpha = tee()
    return cv2.cvtColor(rgb, cv2.COLOR_RGB2Lab), read_top(alpha > 0.5, is_dress=False)


def test_it_is_on_the_sleeve_s_side_and_not_in_the_middle() -> None:
    lab, top = shirt()
    for sign in (-1, 1):
        corner = plainest(read_body(lab, top, np.zeros_like(top.mask)), top, sign, SIZE)
        assert corner is not None
        assert top.mask[box(corner, SIZE)].all()
        ends = (corner[0] - top.axis) * sign, (corner[0] + SIZE[0] - top.axis) * sign
        assert min(ends) > MIDDLE * top.chest


def test_a_pocket_is_not_cut() -> None:
    lab, top = shirt()
    first = plainest(read_body(lab, top, np.zeros_like(top.mask)), top, 1, SIZE)
    assert first is not None
    pocket = int(first[1]) + 40, int(first[0]) + 20
    lab[pocket[0] : pocket[0] + 40, pocket[1] : pocket[1] + 30] += 30
    second = plainest(read_body(lab, top, np.zeros_like(top.mask)), top, 1, SIZE)
    assert second is not None
    rows, columns = box(second, SIZE)
    assert (
        rows.start >= pocket[0] + 36
        or rows.stop <= pocket[0] + 4
        or columns.stop <= pocket[1] + 4
        or (columns.start >= pocket[1] + 26)
    )


def test_a_small_logo_is_not_cut() -> None:
    lab, top = shirt()
    first = plainest(read_body(lab, top, np.zeros_like(top.mask)), top, 1, SIZE)
    assert first is not None
    x, y = (first + SIZE / 2).astype(int)
    lab[y : y + 4, x : x + 5] = (40, 60, 40)
    second = plainest(read_body(lab, top, np.zeros_like(top.mask)), top, 1, SIZE)
    assert second is not None
    rows, columns = box(second, SIZE)
    assert not (rows.start < y < rows.stop and columns.start < x < columns.stop)


def test_what_is_not_of_the_sleeves_colours_is_none_of_it() -> None:
    lab, top = shirt()
    assert plainest(read_body(lab, top, np.ones_like(top.mask)), top, 1, SIZE) is None
    assert plainest(read_body(lab, top, np.zeros_like(top.mask)), top, 1, 10 * SIZE) is None
