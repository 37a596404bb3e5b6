"""Sleeves drawn longer by the cloth above their seams: but not by collars, pockets and prints."""

from __future__ import annotations

import numpy as np

from lingtu.imaging.tryon.arrays.outline import length
from lingtu.imaging.tryon.fit.above_seam import begun_higher, free_share, of_other_colours
from lingtu.imaging.tryon.flat.garment import read_garment
from lingtu.imaging.tryon.flat.top import Sleeve, Top
from tests.unit.imaging.tryon.drawn import tee


def plain() -> tuple[np.ndarray, Top, Sleeve]:
    garment = read_garment(*tee(), "upperBody")
    assert garment.top is not None
    assert garment.top.left.sleeve is not None
    return garment.rgb, garment.top, garment.top.left.sleeve


def test_above_a_seam_a_sleeve_ends_before_a_trim_of_another_colour() -> None:
    rgb, top, sleeve = plain()
    wanted = 1.5 * length(sleeve.outer), length(sleeve.inner)
    free = begun_higher(sleeve, *wanted, of_other_colours(rgb, top))[0][0]
    assert np.allclose(free, begun_higher(sleeve, *wanted)[0][0])
    middle = (free + sleeve.outer[0]) / 2
    x, y = np.rint(middle).astype(int)
    trimmed = rgb.copy()
    trimmed[y - 4 : y + 5, x - 4 : x + 5] = (0.8, 0.1, 0.1)
    ended = begun_higher(sleeve, *wanted, of_other_colours(trimmed, top))[0][0]
    assert np.linalg.norm(ended - sleeve.outer[0]) < np.linalg.norm(middle - sleeve.outer[0]) - 3


def test_a_sleeve_s_own_colours_in_other_light_and_specks_are_no_other_cloth() -> None:
    rgb, top, _ = plain()
    x, y = np.rint(top.left.neck * 0.5 + top.right.armpit * 0.5).astype(int)
    shaded = rgb.copy()
    shaded[y : y + 40, x : x + 20] *= 0.9
    shaded[y + 60 : y + 63, x : x + 3] = (0.8, 0.1, 0.1)
    assert not of_other_colours(shaded, top)[y : y + 70, x : x + 20].any()


def test_how_far_a_strip_is_free() -> None:
    other = np.zeros((60, 60), np.bool_)
    other[20:30] = True
    share = free_share(np.array([[10.0, 50], [50, 50]]), np.array([[0.0, -40], [0, -40]]), other)
    assert 0.35 < share <= 0.5
