from __future__ import annotations

import numpy as np
import pytest

from lingtu.imaging.shadow import Look, cast, contact

SCENE = np.full((200, 200, 3), 0.7, np.float32)


def standing(bottom: int = 150) -> np.ndarray:
    alpha = np.zeros((200, 200), np.float32)
    alpha[bottom - 80 : bottom, 80:120] = 1
    return alpha


def test_it_is_dark_below_the_base_and_nowhere_far() -> None:
    dark = contact(standing(), Look())
    assert dark[150:152, 85:115].min() > 0.35
    assert dark[180:, :].max() < 0.05
    assert dark[:60, :].max() == 0
    assert dark.min() >= 0
    assert dark.max() <= 1


def test_it_fades_with_the_distance() -> None:
    dark = contact(standing(), Look())
    below = dark[151:190, 100]
    assert (np.diff(below) <= 1e-6).all()


def test_it_is_symmetric_for_a_symmetric_product() -> None:
    dark = contact(standing(), Look())
    assert dark[:, :100] == pytest.approx(dark[:, 199:99:-1], abs=0.02)


@pytest.mark.parametrize("bottom", [199, 200])
def test_a_product_cut_off_by_the_canvas_has_none(bottom: int) -> None:
    assert contact(standing(bottom), Look()).max() == 0


def test_nothing_solid_has_none() -> None:
    assert contact(np.full((50, 50), 0.3, np.float32), Look()).max() == 0


def test_only_the_feet_touch() -> None:
    table = standing()
    table[120:150, 95:105] = 0  # a gap between two feet
    table[:120, 80:120] = 0
    table[100:120, 60:140] = 1  # the top juts out
    table[120:150, 80:95] = table[120:150, 105:120] = 1
    dark = contact(table, Look())
    assert dark[151, 85] > 3 * dark[151, 62]


def test_what_is_lit_is_copied() -> None:
    dark = contact(standing(), Look())
    shaded = cast(SCENE, dark)
    assert np.array_equal(shaded[dark == 0], SCENE[dark == 0])
    assert (shaded <= SCENE).all()


def test_seeds_differ_a_little() -> None:
    looks = [Look.of_seed(seed) for seed in range(4)]
    assert len(set(looks)) == 4
    assert Look.of_seed(3) == Look.of_seed(3)
    first, second = (contact(standing(), look) for look in looks[:2])
    assert 0.001 < np.abs(first - second).max() < 0.35
