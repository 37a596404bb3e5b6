"""The rim of the gap between the legs tells nothing of the cloth's colours."""

from __future__ import annotations

import numpy as np

from lingtu.imaging.tryon.flat.bottom import read_bottom
from lingtu.imaging.tryon.flat.legs_gap import beside_gap
from tests.unit.imaging.tryon.drawn import TROUSERS_CROTCH, trousers


def test_beside_the_gap_nothing_is_known_and_elsewhere_all() -> None:
    _, alpha = trousers()
    mask = alpha > 0.5
    known = beside_gap(mask, read_bottom(mask))
    row = mask[500]
    gap = np.flatnonzero(~row[100:300]) + 100
    assert not known[500, [gap[0] - 2, gap[-1] + 2]].any()
    assert known[500, [gap[0] - 6, gap[-1] + 6]].all()
    assert known[500, np.flatnonzero(row)[0]]
    assert (known[: TROUSERS_CROTCH[1] - 10] == mask[: TROUSERS_CROTCH[1] - 10]).all()
