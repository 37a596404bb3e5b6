"""Narrow gaps between cloth and an arm are closed, wide ones stay."""

from __future__ import annotations

import numpy as np

from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.draw.narrow_gaps import gaps_in_hands, without_narrow_gaps
from lingtu.imaging.tryon.draw.render import Cloth
from lingtu.imaging.tryon.worn.layers import split

WIDTH_PX = 200.0


def _closed(gap_px: int, meets: bool = True, clad: bool = False) -> Cloth:
    """Red cloth left of column 100, an arm so far beside it; whether they meet above and below.

    `clad`: between them the photo shows clothes.
    """
    labels = np.full((160, 200), Part.BACKGROUND, np.uint8)
    labels[:, 60 : 100 + gap_px] = Part.TORSO if clad else Part.BACKGROUND
    labels[:, 100 + gap_px : 140] = Part.ARMS
    labels[100:, 100 + gap_px : 140] = Part.HANDS
    if meets:
        labels[:8, 100:140] = Part.ARMS
        labels[152:, 100:140] = Part.HANDS
    rgb = np.full((160, 200, 3), 0.95, np.float32)
    rgb[labels != Part.BACKGROUND] = (0.7, 0.5, 0.4)
    alpha = np.zeros((160, 200), np.float32)
    alpha[:, 20:100] = 1
    cloth = np.zeros((160, 200, 3), np.float32)
    cloth[:, 20:100] = (0.8, 0.1, 0.1)
    layers = split(rgb, labels, (labels != Part.BACKGROUND).astype(np.float32))
    return without_narrow_gaps(Cloth(cloth, alpha), layers, WIDTH_PX, np.zeros_like(alpha))


def test_cloth_goes_on_up_to_an_arm_that_it_nearly_touches() -> None:
    closed = _closed(4)
    assert closed.alpha[10:150, 100:104].min() > 0.95
    assert np.abs(closed.rgb[10:150, 100:104] - (0.8, 0.1, 0.1)).max() < 0.05
    assert closed.alpha[:, 112:].max() == 0


def test_a_gap_that_is_one_and_cloth_s_other_edge_stay() -> None:
    assert _closed(14).alpha[10:150, 101:].max() == 0
    assert _closed(4, meets=False).alpha[:, 101:].max() == 0
    assert _closed(4).alpha[:, :20].max() == 0


def test_where_clothes_were_between_arm_and_body_no_gap_opens() -> None:
    assert _closed(12, clad=True).alpha[12:148, 100:110].min() > 0.95
    assert _closed(30, clad=True).alpha[12:148, 104:].max() == 0


def test_a_bared_shoulder_is_no_gap_however_far_from_the_arm_a_strap_is() -> None:
    labels = np.full((160, 200), Part.TORSO, np.uint8)
    labels[:, 150:] = Part.ARMS
    alpha = np.zeros((160, 200), np.float32)
    alpha[:, :100], alpha[:20, :140], alpha[140:, :] = 1, 1, 1  # a strap, an armhole and the chest
    layers = split(np.full((160, 200, 3), 0.6, np.float32), labels, np.ones(labels.shape, np.float32))
    cloth, skin = Cloth(np.full((160, 200, 3), 0.3, np.float32), alpha), 1 - alpha
    above = np.ones(labels.shape, np.bool_)
    assert without_narrow_gaps(cloth, layers, WIDTH_PX, skin).alpha[30:130, 100:115].min() > 0.9
    assert without_narrow_gaps(cloth, layers, WIDTH_PX, skin, above).alpha[30:130, 102:].max() == 0


def test_cloth_is_seen_through_a_hand_that_it_hangs_behind_and_nowhere_else() -> None:
    hand = np.zeros((160, 200), np.float32)
    hand[40:90, 60:110] = 1
    hand[55:70, 75:90] = 0  # a gap
    cloth = np.zeros_like(hand)
    cloth[:, 20:] = 1
    found = gaps_in_hands(cloth, hand, WIDTH_PX)
    assert found[55:70, 75:90].all()
    assert not found[:, :70].any()
    assert not found[:, 95:].any()
    cloth[:, :84] = 0  # the garment ends in the gap
    assert not gaps_in_hands(cloth, hand, WIDTH_PX).any()
