"""A limb's colours: without its rim and deep shadow where it is seen, by its form where it isn't."""

from __future__ import annotations

import numpy as np
import pytest

from lingtu.imaging.tryon.draw.limb_colours import painted, sure
from lingtu.imaging.tryon.worn.limb import measure_limb
from tests.unit.imaging.tryon.draw.test_bare import JOINTS, SIZE, USUAL, WIDTH, limb


def test_a_limb_of_which_nothing_is_seen_is_lit_from_the_side_of_the_light() -> None:
    labels = limb(16, 16, 360)
    arm = measure_limb(JOINTS, 1, USUAL, labels, WIDTH)
    flat = np.full((*SIZE, 3), 0.7, np.float32)
    row = painted(flat, arm, None, 0.5)[250, :, 0]
    half = int(0.8 * arm.outer[int(np.abs(arm.centres[:, 1] - 250).argmin())])
    assert row[100 + half] > row[100 - half] + 0.03
    front = painted(flat, arm, None, 0.0)[250, :, 0]
    assert front[100] > front[100 + half] + 0.03
    assert front[100 + half] == pytest.approx(front[100 - half], abs=0.02)


def test_neither_its_rim_nor_deep_shadow_tells_a_limb_s_colours() -> None:
    arm = np.zeros(SIZE, np.bool_)
    arm[100:300, 80:121] = True
    rgb = np.full((*SIZE, 3), 0.9, np.float32)
    rgb[arm] = (0.7, 0.5, 0.4)
    rgb[100:300, 80], rgb[260:300, 80:121] = 0.8, (0.2, 0.1, 0.08)
    found = sure(rgb, arm)
    assert found[110:250, 83:118].all()
    assert not found[:, 80].any()
    assert not found[260:].any()
