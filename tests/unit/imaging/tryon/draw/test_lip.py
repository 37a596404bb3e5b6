"""Openings of pockets as they are seen in cloth."""

from __future__ import annotations

import numpy as np

from lingtu.imaging.tryon.draw.lip import with_openings
from lingtu.imaging.tryon.draw.pocket import Opening

SIZE, WIDTH_PX = (300, 300), 150.0
#: A hand comes from above and ends on row 150, between columns 120 and 180.
OPENING = Opening(np.array([150.0, 150]), np.array([1.0, 0]), np.array([0, 1.0]), 30.0, np.zeros(3))
HANDS = np.zeros(SIZE, np.float32)
HANDS[:150, 120:180] = 1


def seen(tone: float, cloth: np.ndarray | None = None) -> np.ndarray:
    rgb = np.full((*SIZE, 3), tone, np.float32)
    return with_openings(rgb, (OPENING,), 1 - HANDS if cloth is None else cloth, HANDS, WIDTH_PX)[..., 0]


def test_an_opening_is_dark_beside_the_hand_little_longer_than_it_and_shades_it() -> None:
    rgb = seen(0.6)
    assert rgb[147:152, 182].min() < 0.7 * 0.6
    assert rgb[147:152, 115].min() < 0.9 * 0.6
    assert rgb[146, 150] < 0.85 * 0.6 < rgb[110, 150]
    assert np.abs(rgb[:155, 192:] - 0.6).max() < 0.01
    assert rgb[160:215, 150].min() < 0.98 * 0.6  # the fingers' end


def test_in_white_cloth_it_is_fainter() -> None:
    assert seen(0.95)[147:152, 182].min() / 0.95 > 1.2 * seen(0.3)[147:152, 182].min() / 0.3


def test_where_no_cloth_is_behind_there_is_none() -> None:
    assert (seen(0.6, np.zeros(SIZE, np.float32)) == np.float32(0.6)).all()


def test_in_black_cloth_its_edge_catches_light_at_the_hand_only() -> None:
    rgb = seen(0.05)
    assert rgb[150:156, 150].max() > 0.05 + 0.04
    assert rgb[:, 185].max() < 0.05 + 0.01


def test_a_dress_has_no_seam_along_it() -> None:
    rgb = np.full((*SIZE, 3), 0.6, np.float32)
    plain = with_openings(rgb, (OPENING,), 1 - HANDS, HANDS, WIDTH_PX, stitched=False)[..., 0]
    assert plain[155, 122] > seen(0.6)[155, 122] + 0.02
