"""Cuffs of sleeves that are cut of other cloth."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from lingtu.imaging.tryon.fit.own_cuff import LIGHTER, TRIM, has_others, is_poor, own_cuff, unlike
from lingtu.imaging.tryon.fit.piece import Piece, ribbon

COLUMNS, SHAPE = 9, (240, 120)


def sleeve(wide: float) -> Piece:
    """200 px long and 40 wide; its own cloth is so wide."""
    grids = (
        np.stack([np.linspace((20 + x, 20), (20 + x, 220), 41) for x in np.linspace(0, each, COLUMNS)], axis=1)
        for each in (wide, 40.0)
    )
    return replace(ribbon("sleeve", *grids, np.ones(SHAPE, np.bool_)), edge=np.ones(SHAPE, np.float32))


def test_a_cuff_is_poor_that_is_drawn_out_or_lies_in_other_light() -> None:
    same = np.ones(3)
    assert not is_poor(sleeve(36.0), COLUMNS, same, 1.35)
    assert is_poor(sleeve(20.0), COLUMNS, same, 1.35)
    assert is_poor(sleeve(36.0), COLUMNS, same * LIGHTER[1] * 1.05, 1.35)


def test_it_is_the_sleeve_s_end() -> None:
    cuff = own_cuff(sleeve(36.0), COLUMNS, np.array([1.0, 1.1, 1.2]))
    assert cuff.edge is not None
    middle = cuff.edge[:, 40]
    assert middle[210] > 0.95
    assert middle[round(220 - 200 * TRIM * 2)] < 0.05
    assert cuff.gain == (1.0, 1.1, 1.2)


def test_shares_of_colours_tell_two_cloths_and_not_where_their_pattern_is() -> None:
    stripes = np.zeros((64, 64, 3), np.float32)
    stripes[::4] = 30
    assert unlike(stripes, np.roll(stripes, 1, axis=0)) < 0.1
    assert unlike(stripes, stripes + 20) > 20


def test_a_yoke_of_other_colours_is_told_and_noise_is_not() -> None:
    rng = np.random.default_rng(3)
    body = (60 + rng.normal(0, 2, (40, 30, 3))).astype(np.float32)
    own = (62 + rng.normal(0, 2, (900, 3))).astype(np.float32)
    assert not has_others(own, body)
    own[600:] += 25
    assert has_others(own, body)
