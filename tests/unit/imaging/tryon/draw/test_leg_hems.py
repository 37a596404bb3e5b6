"""Hems of legs are clean lines."""

from __future__ import annotations

import numpy as np

from lingtu.imaging.tryon.draw.leg_hems import with_round_hem
from lingtu.imaging.tryon.draw.render import Cloth
from lingtu.imaging.tryon.fit.fit_bottom import COLUMNS
from lingtu.imaging.tryon.fit.piece import beyond, ribbon

#: The hem's row, and the leg's sides, px.
HEM, SIDES = 160, (40, 120)


def test_a_ragged_hem_becomes_a_line_that_is_lower_in_its_middle() -> None:
    y, x = np.meshgrid(np.linspace(20, HEM, 15), np.linspace(*SIDES, COLUMNS), indexing="ij")
    grid = beyond(np.stack([x, y], axis=2), 0.8, 0.1)
    leg = ribbon("leg", grid, grid, np.ones((220, 160), np.bool_))
    rows, columns = np.indices((220, 160))
    end = HEM + 7 * np.sin(columns / 3)
    ragged = ((rows < end) & (columns >= SIDES[0]) & (columns <= SIDES[1])).astype(np.float32)
    cloth = with_round_hem(Cloth(np.zeros((220, 160, 3), np.float32), ragged), leg)
    ends = (cloth.alpha > 0.5).sum(axis=0)[SIDES[0] + 6 : SIDES[1] - 5]
    assert np.abs(np.diff(ends)).max() <= 2
    assert ends[len(ends) // 2] > ends[0]
    assert abs(ends.mean() - ends[len(ends) // 2]) < 4


def test_a_hem_below_the_picture_stays() -> None:
    y, x = np.meshgrid(np.linspace(20, 300, 15), np.linspace(*SIDES, COLUMNS), indexing="ij")
    grid = beyond(np.stack([x, y], axis=2), 0.8, 0.1)
    cloth = Cloth(np.zeros((220, 160, 3), np.float32), np.ones((220, 160), np.float32))
    assert with_round_hem(cloth, ribbon("leg", grid, grid, np.ones((220, 160), np.bool_))) is cloth
