"""Colours move with an outline that was moved, not with a gap that is cut far within drawn cloth."""

import numpy as np

from lingtu.imaging.tryon.draw.moved import moved
from lingtu.imaging.tryon.draw.render import Cloth

REACH = 10.0


def _striped() -> tuple[Cloth, np.ndarray[tuple[int, int], np.dtype[np.bool_]]]:
    drawn = np.zeros((160, 200), np.bool_)
    drawn[:, 30:170] = True
    rgb = np.repeat((np.indices(drawn.shape)[1] / 200)[..., None], 3, axis=2).astype(np.float32)
    return Cloth(rgb, drawn.astype(np.float32)), drawn


def test_a_gap_cut_within_cloth_drags_no_colours_there() -> None:
    cloth, drawn = _striped()
    whole = drawn.copy()
    whole[40:, 98:102] = False
    result = moved(cloth, drawn, whole, REACH)
    assert np.abs(result - cloth.rgb)[60:150, 60:140].max() < 0.03


def test_what_was_at_the_edge_is_at_the_edge_again() -> None:
    cloth, drawn = _striped()
    whole = drawn.copy()
    whole[:, 24:30] = True
    result = moved(cloth, drawn, whole, REACH)
    assert abs(float(result[80, 25, 0]) - 31 / 200) < 0.02
