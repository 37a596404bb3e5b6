"""Hems and cuffs as edges of thick cloth, and the inside of sleeves."""

from __future__ import annotations

import numpy as np

from lingtu.imaging.tryon.draw.lower_edges import fold_light, with_insides, with_round_hem
from lingtu.imaging.tryon.draw.render import Cloth

NOTHING = np.zeros((120, 100), np.float32)
#: A cuff from (30, 60) to (70, 60), its sleeve above it.
CUFF = np.array([[30.0, 60], [40, 61], [50, 62], [60, 61], [70, 60], [50, 30]])


def sleeve(value: float = 0.3) -> Cloth:
    alpha = NOTHING.copy()
    alpha[20:61, 30:70] = 1
    return Cloth(np.full((*alpha.shape, 3), value, np.float32), alpha)


def test_a_hem_is_lighter_at_its_lower_edge_alone() -> None:
    factor = fold_light(sleeve(), NOTHING, 250.0)
    assert factor[60, 50] > 1.05
    assert (factor[20:58, 32:68] == 1).all()
    assert (factor[62:] == 1).all()
    assert factor.min() >= 1


def test_cloth_that_ends_at_a_hand_is_no_lighter_there() -> None:
    hand = NOTHING.copy()
    hand[61:] = 1
    assert fold_light(sleeve(), hand, 250.0).max() < 1.02


def test_pale_cloth_has_no_lighter_edge() -> None:
    assert fold_light(sleeve(0.9), NOTHING, 250.0).max() == 1


def test_in_pale_sleeves_it_is_less_dark() -> None:
    dark, pale = (with_insides(sleeve(grey), (CUFF,), NOTHING).rgb[61, 50].max() / grey for grey in (0.3, 0.9))
    assert pale > dark + 0.2


def test_beside_an_arm_the_dark_inside_of_its_sleeve_is_seen() -> None:
    arm = NOTHING.copy()
    arm[:, 40:60] = 1
    cloth = sleeve()
    found = with_insides(cloth, (CUFF,), arm)
    assert found.alpha[61, 36] > 0.9
    assert found.rgb[61, 36].max() < 0.6 * 0.3
    assert found.alpha[61:, 41:59].max() == 0
    assert found.alpha[67:].max() == 0
    assert (found.alpha[:59] == cloth.alpha[:59]).all()
    assert (found.rgb[20:60, 32:68] == cloth.rgb[20:60, 32:68]).all()


def test_a_sleeve_that_is_not_drawn_has_no_inside() -> None:
    nothing = Cloth(np.zeros((120, 100, 3), np.float32), NOTHING)
    assert with_insides(nothing, (CUFF,), NOTHING).alpha.max() == 0


def test_beyond_an_arm_before_its_sleeve_nothing_is_seen_of_that_s_inside() -> None:
    arm = NOTHING.copy()
    arm[:, 50:60] = 1
    cloth = sleeve()
    cloth.alpha[:, 50:] = 0  # a raised forearm
    found = with_insides(cloth, (CUFF,), arm)
    assert found.alpha[62, 44] > 0.9
    assert found.alpha[:, 60:].max() == 0


def test_an_inside_is_below_the_cuff_however_the_arm_is_held() -> None:
    turned = CUFF @ np.array([[0.0, 1.0], [-1.0, 0.0]]) + np.array([100.0, 0.0])  # the arm points to the left
    alpha = NOTHING.copy()
    alpha[30:70, 40:80] = 1
    found = with_insides(Cloth(np.full((120, 100, 3), 0.3, np.float32), alpha), (turned,), NOTHING)
    assert found.alpha[50, 37] > 0.9
    assert found.alpha[:, 81:].max() == 0


def test_a_hem_has_no_corner_unless_a_sleeve_is_beside_it() -> None:
    cloth, hem = sleeve(), np.array([[30.0, 60], [50, 62], [69, 60]])
    round_ = with_round_hem(cloth, hem, NOTHING, 200.0)
    assert round_.alpha[60, [30, 69]].max() < 0.5
    assert (round_.alpha[:, 46:54] == cloth.alpha[:, 46:54]).all()
    assert (round_.alpha <= cloth.alpha).all()
    beside = NOTHING.copy()
    beside[50:70, 20:28] = 1
    found = with_round_hem(cloth, hem, beside, 200.0)
    assert found.alpha[60, 30] == 1
    assert found.alpha[60, 69] < 0.5
