"""The corners of a neck in an outline, and collars."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from lingtu.imaging.tryon.flat.read_neck import like_collars
from lingtu.imaging.tryon.flat.read_top import read_top
from lingtu.imaging.tryon.flat.top import Top
from tests.unit.imaging.tryon.drawn import filled


def top(left: list[tuple[int, int]], middle: tuple[int, int] | None = None) -> Top:
    """Of an outline's left half from the neck on, in 600 x 600 px, and the lowest place of its opening."""
    half = [*([middle] if middle else []), *left]
    alpha = filled([*half, *((600 - x, y) for x, y in left[::-1])], (600, 600))
    return read_top(alpha > 0.5, is_dress=False)


def test_beside_level_shoulders_the_neck_ends_at_the_corner_of_the_opening() -> None:
    level = [(265, 80), (235, 44), (175, 42), (140, 60), (70, 190), (125, 220), (160, 180), (165, 520)]
    found = top(level, (300, 84))
    assert abs(found.left.neck[0] - 235) < 12
    assert abs(found.right.neck[0] - 365) < 12


def test_a_collar_that_is_found_on_one_side_stands_on_the_other_too() -> None:
    collar = [(255, 20), (235, 80), (150, 105), (60, 230), (120, 265), (160, 210), (165, 520)]
    whole = top(collar)
    assert whole.stands
    way = np.concatenate([whole.right.collar[::-1], whole.right.slope[1:]])
    lost = replace(whole.right, neck=way[0], slope=way, collar=way[:1])
    for sides in (like_collars(whole.axis, whole.left, lost), like_collars(whole.axis, lost, whole.left)[::-1]):
        mended = sides[1]
        assert np.linalg.norm(mended.neck - whole.right.neck) < 8
        assert len(mended.collar) > 10
        assert (mended.collar[0] == mended.neck).all()
        assert (mended.slope[0] == mended.neck).all()


def test_no_collar_stays_none() -> None:
    plain = top([(240, 40), (150, 70), (60, 200), (120, 235), (160, 180), (165, 520)])
    assert like_collars(plain.axis, plain.left, plain.right) == (plain.left, plain.right)
    assert not plain.stands
