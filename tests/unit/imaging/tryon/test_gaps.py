"""Narrow gaps between sleeves and body in a garment's picture that its matte closed."""

from __future__ import annotations

import numpy as np

from lingtu.imaging.tryon.gaps import narrow_gaps
from lingtu.imaging.tryon.garment import read_garment
from tests.unit.imaging.tryon.drawn import tee

_GROUND = np.float32([0.95, 0.95, 0.93])


def _with_holes(*lefts: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """A tee with upright pieces of its ground from these columns on that are said to be cloth; and where they are."""
    rgb, alpha = tee()
    rgb[alpha < 0.5] = _GROUND
    holes = np.zeros(alpha.shape, bool)
    for left in lefts:
        holes[260:300, left : left + 5] = True
    rgb[holes] = _GROUND
    return rgb, alpha, holes


def test_one_on_each_side_is_found_and_has_the_colours_of_the_cloth() -> None:
    rgb, alpha, holes = _with_holes(180, 415)
    assert narrow_gaps(rgb, alpha, 0.2)[holes].all()
    read = read_garment(rgb, alpha, "upperBody")
    assert (read.rgb[read.alpha > 0.5].min(axis=1) < 0.6).all()


def test_a_gap_that_jpeg_tore_is_whole() -> None:
    rgb, alpha, holes = _with_holes(180, 415)
    rgb[280:282, 178:187] = 0.8 * _GROUND
    assert narrow_gaps(rgb, alpha, 0.2)[holes].all()


def test_a_print_that_has_one_or_several_of_the_kind_stays() -> None:
    for lefts in ((180,), (180, 395), (180, 195, 400, 415)):
        rgb, alpha, _ = _with_holes(*lefts)
        assert not narrow_gaps(rgb, alpha, 0.2).any()
