"""Armpits of tops without sleeves."""

from __future__ import annotations

import numpy as np

from lingtu.imaging.tryon.flat.silhouette import measure
from lingtu.imaging.tryon.flat.underarm import underarm


def vest(half: list[tuple[int, int]]) -> np.ndarray:
    """A silhouette by rows and half widths, px."""
    rows, halves = zip(*half, strict=True)
    wide = np.interp(np.arange(560), rows, halves, left=-1, right=-1)
    return np.asarray(np.abs(np.arange(480) - 240)[None] <= wide[:, None])


def test_the_armpit_is_where_an_outline_without_an_armhole_stops_to_narrow() -> None:
    body = measure(vest([(20, 180), (200, 155), (530, 155)]), False)
    for sign in (-1, 1):
        assert abs(float(underarm(body, sign)[1]) - 200) < 12


def test_where_the_outline_goes_out_again_the_armhole_is_open() -> None:
    body = measure(vest([(20, 160), (140, 135), (180, 135), (255, 165), (530, 150)]), False)
    assert float(underarm(body, 1)[1]) < 150


def test_a_usual_armpit_is_the_widest_row() -> None:
    body = measure(vest([(20, 110), (90, 115), (170, 160), (530, 160)]), False)
    assert abs(float(underarm(body, -1)[1]) - 170) < 8


def test_the_armpit_is_below_long_straps_that_come_in_on_their_way_down() -> None:
    mask = vest([(20, 120), (145, 95), (146, 110), (200, 105), (530, 120)])
    mask[20:120, 240 - 70 : 240 + 71] = False
    mask[20:140] &= np.abs(np.arange(480) - 240)[None] > np.interp(np.arange(20, 140), [20, 139], [95, 75])[:, None]
    body = measure(mask, True)
    for sign in (-1, 1):
        assert abs(float(underarm(body, sign)[1]) - 147) < 8
