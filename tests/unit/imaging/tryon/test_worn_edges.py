"""Where the drawn person's T-shirt ends."""

from __future__ import annotations

import numpy as np

from lingtu.imaging.people.frame import Frame
from lingtu.imaging.tryon.wearer import Wearer, measure_wearer
from lingtu.imaging.tryon.worn_edges import ACROSS, neckline_px, sleeve_px
from tests.unit.imaging.tryon.drawn import SIZE, person


def wearer(sleeves: float = 0.4) -> Wearer:
    _, who = person(sleeves=sleeves)
    return measure_wearer(who.parts.labels, Frame(who.body, None, SIZE), who.parts.outfit)


def test_the_neckline_is_where_the_neck_ends() -> None:
    below = neckline_px(wearer())
    middle = np.abs(ACROSS) < 0.1
    assert np.abs(below[middle] - (165 - 190)).max() < 3
    assert np.isnan(below[np.abs(ACROSS) > 0.3]).all()  # beside the neck there is none


def test_the_sleeve_ends_where_the_arm_is_bare() -> None:
    short, long = (sleeve_px(wearer(share), wearer(share).left) for share in (0.3, 0.6))
    assert 80 < short < 120
    assert short + 50 < long < short + 110
