"""The new cloth's outline beside the old garment's, on drawn shapes."""

from __future__ import annotations

import cv2
import numpy as np

from lingtu.imaging.tryon.draw.conform import Below, conform, far_from, in_outline, loose, without_slivers
from lingtu.imaging.tryon.draw.render import Cloth

SHAPE, WIDTH_PX, MOST = (200, 200), 100.0, 0.16  # what is narrower than 16 px is covered

NOTHING, ALL = np.zeros(SHAPE, np.float32), np.ones(SHAPE, np.float32)
UNKNOWN, EVEN = Below(NOTHING, ALL), Below(NOTHING, NOTHING)


def cloth() -> Cloth:
    """A square of 80 px with a red edge of 6 px."""
    alpha = np.zeros(SHAPE, np.float32)
    alpha[60:140, 60:140] = 1
    rgb = np.zeros((*SHAPE, 3), np.float32)
    rgb[...] = (0.9, 0.1, 0.1)
    rgb[66:134, 66:134] = (0.1, 0.1, 0.9)
    return Cloth(rgb, alpha)


def old(top: int, bottom: int, left: int, right: int) -> np.ndarray:
    share = np.zeros(SHAPE, np.float32)
    share[top:bottom, left:right] = 1
    return share


def test_a_rim_of_the_old_garment_is_covered_and_the_edge_moves_there() -> None:
    worn = conform(cloth(), old(60, 140, 50, 140), UNKNOWN, WIDTH_PX, MOST)
    assert worn.alpha[80:120, 52:58].min() > 0.99
    assert worn.alpha[80:120, :47].max() < 0.01
    assert (worn.rgb[80:120, 51] @ (1, 0, -1) > 0.5).all()  # red
    assert (worn.rgb[80:120, 100] @ (1, 0, -1) < -0.5).all()


def test_over_an_even_background_the_new_outline_is_the_garments_own() -> None:
    worn = conform(cloth(), old(60, 140, 50, 140), EVEN, WIDTH_PX, MOST)
    assert worn.alpha[80:120, :59].max() < 0.01
    assert worn.alpha[80:120, 61:100].min() > 0.99


def test_a_remnant_before_an_even_background_is_not_covered_for_what_is_below_the_cloth_itself() -> None:
    doubt = np.full(SHAPE, 0.2, np.float32)
    doubt[60:140, 60:140] = 1
    worn = conform(cloth(), old(60, 140, 50, 140), Below(NOTHING, doubt), WIDTH_PX, MOST)
    assert worn.alpha[80:120, :58].max() < 0.01


def test_the_outline_comes_back_without_a_step_where_the_background_gets_even() -> None:
    doubt = np.repeat(np.linspace(0, 1, SHAPE[0], dtype=np.float32)[:, None], SHAPE[1], axis=1)
    worn = conform(cloth(), old(60, 140, 50, 140), Below(NOTHING, doubt), WIDTH_PX, MOST)
    left = SHAPE[1] - worn.alpha[66:134, :100].sum(axis=1)
    assert np.ptp(left) > 3
    assert np.abs(np.diff(left)).max() < 1.5


def test_a_gap_that_is_closed_goes_on_with_the_cloths_pattern() -> None:
    striped = cloth()
    striped.rgb[::8] *= 0.5
    striped.rgb[1::8] *= 0.5
    whole = striped.rgb.copy()
    striped.rgb[60:140, 94:107] = (0, 1, 0)
    striped.alpha[60:140, 94:107] = 0
    worn = conform(striped, old(60, 140, 60, 140), UNKNOWN, WIDTH_PX, MOST)
    assert worn.alpha[70:130, 98:103].min() > 0.9
    assert np.abs(worn.rgb[72:128, 96:105] - whole[72:128, 96:105]).mean() < 0.04


def test_of_an_old_cuff_no_spike_is_left() -> None:
    doubt = ALL.copy()
    doubt[:100] = 0
    worn = conform(cloth(), old(98, 102, 46, 140), Below(NOTHING, doubt), WIDTH_PX, MOST)
    assert worn.alpha[:, :57].max() < 0.05


def test_a_small_hole_in_the_cloth_is_closed_whatever_is_behind() -> None:
    pierced = cloth()
    pierced.alpha[98:103, 98:103] = 0
    assert conform(pierced, old(60, 140, 60, 140), EVEN, WIDTH_PX, MOST).alpha[90:110, 90:110].min() > 0.9


def test_beside_cloth_that_goes_around_the_body_no_skin_is_left() -> None:
    arm = old(80, 120, 55, 60)
    worn = conform(cloth(), old(60, 140, 50, 140), Below(arm, NOTHING), WIDTH_PX, MOST)
    assert worn.alpha[88:112, 57:60].min() > 0.9
    assert worn.alpha[:, :53].max() < 0.05


def test_the_edge_is_a_pixel_wide_smooth_along_its_length_and_keeps_its_corners() -> None:
    """A slightly turned square whose edge waves by a pixel."""
    y, x = np.mgrid[: SHAPE[0], : SHAPE[1]].astype(np.float32)
    wave = 0.8 * np.sin(y * 1.2)
    alpha = ((40 - np.abs(x + 0.05 * y - 105 + wave)) + 0.5).clip(0, 1) * ((40 - np.abs(y - 100)) + 0.5).clip(0, 1)
    worn = conform(Cloth(cloth().rgb, alpha.astype(np.float32)), NOTHING, EVEN, 200.0, MOST)
    rows = worn.alpha[72:128, :100]
    assert ((rows > 0.02) & (rows < 0.98)).sum(axis=1).max() <= 2
    at = 100 - rows.sum(axis=1)
    line = np.polyval(np.polyfit(np.arange(len(at)), at, 1), np.arange(len(at)))
    assert np.abs(at - line).max() < 0.3
    corner = worn.alpha[56:66, 56:76]
    assert np.abs(corner - alpha[56:66, 56:76]).max() < 0.75


def test_what_is_wider_is_left_to_be_uncovered() -> None:
    worn = conform(cloth(), old(60, 140, 20, 140), UNKNOWN, WIDTH_PX, MOST)
    assert worn.alpha[70:130, :57].max() < 0.01


def test_a_strap_that_leads_away_is_no_rim() -> None:
    worn = conform(cloth(), old(10, 60, 95, 103), UNKNOWN, WIDTH_PX, MOST)
    assert worn.alpha[:45].max() < 0.01


def test_specks_of_cloth_are_none() -> None:
    speck = cloth()
    speck.alpha[10:16, 10:16] = 1
    assert conform(speck, old(60, 140, 60, 140), UNKNOWN, WIDTH_PX, MOST).alpha[:30].max() == 0


def test_lines_of_cloth_are_taken_out_but_not_over_the_old_garment() -> None:
    alpha = cloth().alpha
    alpha[20:60, 100:102] = 1
    nothing = np.zeros(SHAPE, np.float32)
    hand = old(20, 60, 103, 130)
    assert without_slivers(alpha, nothing, hand, WIDTH_PX)[25:50].max() < 0.05
    assert without_slivers(alpha, old(20, 60, 99, 103), hand, WIDTH_PX)[25:50, 100:102].min() > 0.9
    assert without_slivers(alpha, nothing, hand, WIDTH_PX)[70:130, 70:130].min() > 0.99


def test_a_strap_that_nothing_is_beside_is_no_sliver() -> None:
    alpha = cloth().alpha
    alpha[20:60, 100:102] = 1
    nothing = np.zeros(SHAPE, np.float32)
    assert without_slivers(alpha, nothing, nothing, WIDTH_PX)[25:50, 100:102].min() > 0.9


def test_a_little_piece_of_cloth_is_loose_where_no_old_one_was() -> None:
    alpha = cloth().alpha
    piece = np.zeros(SHAPE, bool)
    piece[80:92, 150:162] = True
    alpha[piece] = 1
    nothing = np.zeros(SHAPE, np.float32)
    assert (loose(alpha, nothing) == piece).all()
    assert not loose(alpha, old(80, 92, 150, 162)).any()


def test_a_crumb_that_touches_the_cloth_s_soft_edge_alone_is_loose() -> None:
    alpha = cloth().alpha
    edge = int(np.flatnonzero(alpha[85] > 0.5)[-1])
    alpha[80:92, edge + 1 : edge + 3] = 0.2
    alpha[80:92, edge + 3 : edge + 9] = 1
    found = loose(alpha, np.zeros(SHAPE, np.float32))
    assert found[80:92, edge + 3 : edge + 9].all()
    assert not found[:, : edge + 1].any()


def test_cloth_far_from_where_it_was_drawn_is_counted() -> None:
    worn = Cloth(cloth().rgb, cloth().alpha.copy())
    worn.alpha[80:120, 140:160] = 1
    assert far_from(cloth(), cloth(), 8) == 0
    assert 0.5 * 40 * 12 < far_from(cloth(), worn, 8) < 1.2 * 40 * 12


def test_cloth_that_is_drawn_out_is_stretched_evenly() -> None:
    ramp = np.repeat(np.broadcast_to(np.arange(SHAPE[1]) / SHAPE[1], SHAPE)[..., None], 3, axis=2)
    drawn = Cloth(np.asarray(ramp, np.float32), old(20, 180, 20, 136))
    worn = conform(drawn, old(20, 180, 20, 150), UNKNOWN, WIDTH_PX, MOST)
    assert worn.alpha[100, 146] > 0.99
    # nothing of it is mirrored at what was its edge
    assert np.diff(worn.rgb[100, 60:148, 0]).min() >= -2e-3


def test_cloth_that_tapers_beside_an_arm_ends_in_a_point() -> None:
    front, alpha = np.zeros(SHAPE, np.float32), np.zeros(SHAPE, np.float32)
    for row in range(60, 160):
        alpha[row, 60 : 60 + (row - 60) // 4] = 1
        front[row, 60 + (row - 60) // 4 : 100] = 1
    left = without_slivers(alpha, NOTHING, front, 400.0)
    assert left[90:, 60:70].sum() > 0.9 * alpha[90:, 60:70].sum()
    line = np.zeros(SHAPE, np.float32)
    line[20:180, 57:60] = 1
    assert without_slivers(line, NOTHING, front, 400.0)[70:100, 50:60].max() < 0.1


def test_between_fingers_and_above_a_hand_trousers_are_covered_too() -> None:
    trousers = old(60, 180, 40, 160)
    trousers[100:112] = 0  # a hand
    trousers[60:100, :120] = 0
    trousers[60:100, 126:] = 0
    worn = in_outline(cloth(), trousers, np.zeros(SHAPE, np.float32), WIDTH_PX, MOST)
    assert trousers[60:100].sum() < 0.04 * trousers.sum()
    assert worn.alpha[70:90, 122:124].min() > 0.9
    trousers[60:100] = 0
    trousers[70, 70] = 1
    assert in_outline(cloth(), trousers, np.zeros(SHAPE, np.float32), WIDTH_PX, MOST).alpha[60:95].max() < 0.1


def test_below_a_hand_cloth_in_an_old_outline_goes_on_as_if_nothing_were_there() -> None:
    shape = (300, 300)
    rgb = np.repeat(np.linspace(0, 1, 300, dtype=np.float32)[None, :, None], 300, axis=0).repeat(3, axis=2)
    drawn, old, hand = (np.zeros(shape, np.float32) for _ in range(3))
    drawn[:, 60:240], old[:, 50:250], hand[120:180, 110:160] = 1, 1, 1
    # the old garment is known to a little below the hand
    taken = np.maximum(old * (1 - hand), hand - cv2.erode(hand, np.ones((9, 9), np.uint8)))
    free, hidden = (
        in_outline(Cloth(rgb, drawn), share, front, 200.0, 0.18).rgb
        for share, front in ((old, np.zeros_like(hand)), (taken, hand))
    )
    beside = (old > 0) & (cv2.dilate(hand, np.ones((41, 41), np.uint8)) > 0) & (hand == 0)
    assert np.abs(free - hidden)[beside].max() < 0.01


def test_a_rest_that_gets_a_little_too_wide_at_its_end_is_covered_whole() -> None:
    flared = old(60, 140, 60, 140)
    for row in range(60, 140):
        flared[row, 60 - (row - 60) // 4 : 60] = 1
    assert conform(cloth(), flared, UNKNOWN, WIDTH_PX, MOST).alpha[120:136, 50:60].min() > 0.9


def test_cloth_that_the_picture_cuts_off_does_not_end_in_streaks() -> None:
    # a leg with stripes across, moved up and left into an old outline that leans
    y, x = np.indices(SHAPE, np.float32)
    alpha = (np.abs(x - 100 - (200 - y) / 2) < 40).astype(np.float32)
    stripes = np.repeat((y // 4 % 2)[..., None], 3, axis=2).astype(np.float32)
    outline = (np.abs(x - 100 - (200 - y) / 2 + 25) < 40).astype(np.float32)
    worn = in_outline(Cloth(stripes, alpha), outline, NOTHING, WIDTH_PX, 0.3)
    low = worn.rgb[191:, 65:85, 0]
    assert np.ptp(low, axis=0).min() > 0.5
