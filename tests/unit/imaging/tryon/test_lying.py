"""Garments as people photograph them: crooked, on hangers, with sleeves that lie against the body."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from lingtu.imaging.tryon.check.judge_garment import of_garment
from lingtu.imaging.tryon.flat.bottom import read_bottom
from lingtu.imaging.tryon.flat.clips import without_clips
from lingtu.imaging.tryon.flat.garment import read_garment
from lingtu.imaging.tryon.flat.hanger import without_hanger
from lingtu.imaging.tryon.flat.read_top import read_top
from lingtu.imaging.tryon.flat.straighten import tilt, upright
from tests.unit.imaging.tryon.drawn import TEE, filled, tee, trousers


def turned(picture: np.ndarray, degrees: float, rest: float = 0.0) -> np.ndarray:
    height, width = picture.shape[:2]
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    return cv2.warpAffine(picture, turn, (width, height), borderValue=(rest,) * 3)


def mirrored(left: list[tuple[int, int]], width: int) -> list[tuple[int, int]]:
    return [*left, *[(width - x, y) for x, y in left[::-1]]]


@pytest.mark.parametrize("degrees", [-9, 0, 6])
def test_a_crooked_garment_is_turned_upright(degrees: float) -> None:
    rgb, alpha = tee()
    crooked = turned(alpha, degrees)
    assert tilt(crooked > 0.5) == pytest.approx(-degrees, abs=1)
    _, straight = upright(turned(rgb, degrees, 1.0), crooked)
    assert tilt(straight > 0.5) == 0


def test_one_that_lies_straight_stays_to_the_bit() -> None:
    rgb, alpha = tee()
    assert upright(rgb, alpha)[0] is rgb


def test_crooked_trousers_are_read_as_straight_ones() -> None:
    rgb, alpha = trousers()
    wide = cv2.copyMakeBorder(alpha, 60, 60, 120, 120, cv2.BORDER_CONSTANT)
    colours = cv2.copyMakeBorder(rgb, 60, 60, 120, 120, cv2.BORDER_REPLICATE)
    found = read_garment(turned(colours, 10, 1.0), turned(wide, 10), "lowerBody")
    assert found.bottom is not None
    assert found.bottom.crotch is not None
    assert found.bottom.symmetry > 0.93


def hung(hanger: tuple[float, float, float]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """A blue T-shirt on a hanger of a colour: picture, coverage of both, and of the shirt alone."""
    rgb, alpha = tee()
    bar = filled([(297, 2), (303, 2), (303, 14), (352, 62), (248, 62), (297, 14)], alpha.shape)
    both = np.maximum(alpha, bar)
    picture = rgb.copy()
    over = (bar > 0.5) & (alpha < 0.5)
    picture[over] = hanger
    return picture, both, alpha


def test_a_hanger_is_no_part_of_a_shirt() -> None:
    picture, both, alpha = hung((0.75, 0.55, 0.3))
    found = without_hanger(picture, both)
    top = slice(0, 36)
    assert both[top].sum() > 700
    assert found[top].sum() < 20
    assert np.abs(found - alpha).mean() < 0.002


def test_a_hanger_of_the_cloths_own_colour_is_not_taken_for_a_collar() -> None:
    picture, both, _ = hung((0.2, 0.4, 0.7))
    with pytest.raises(ValueError, match="hanger"):
        without_hanger(picture, both)


def test_a_standing_collar_of_another_colour_is_no_hanger() -> None:
    rgb, alpha = tee()
    collar = filled([(250, 12), (350, 12), (355, 60), (245, 60)], alpha.shape)
    picture = rgb.copy()
    picture[collar > 0.5] = (0.9, 0.2, 0.1)
    both = np.maximum(alpha, collar)
    assert without_hanger(picture, both) is both


def test_clips_above_a_waist_are_no_part_of_trousers() -> None:
    rgb, alpha = trousers()
    clips = np.maximum(filled([(130, 20), (160, 20), (160, 60), (130, 60)], alpha.shape), alpha)
    _, found = without_clips(rgb, clips)
    assert np.abs(found - alpha).sum() < 150


def test_cloth_goes_on_below_clips_and_the_wall_below_their_bar_is_none() -> None:
    rgb, alpha = trousers()
    bar = filled([(110, 16), (290, 16), (290, 24), (110, 24)], alpha.shape)
    clips = [filled([(x, 4), (x + 24, 4), (x + 24, 74), (x, 74)], alpha.shape) for x in (130, 246)]
    wall = filled([(120, 16), (280, 16), (280, 60), (120, 60)], alpha.shape)
    hanger = np.maximum.reduce([bar, *clips]) > 0.5
    picture = rgb.copy()
    picture[(wall > 0.5) & (alpha < 0.5)] = (0.9, 0.88, 0.86)
    picture[hanger] = 0.05
    colours, found = without_clips(picture, np.maximum.reduce([alpha, wall, bar, *clips]))
    assert np.abs(found - alpha).sum() < 400
    assert np.abs(colours - rgb)[(alpha > 0.9) & (found > 0.9)].max() < 0.1


def test_a_shaded_wall_below_a_hanger_is_none_of_a_shirt() -> None:
    picture, both, alpha = hung((0.1, 0.1, 0.1))
    picture[alpha < 0.5] = np.where(both[..., None] > 0.5, picture, (0.85, 0.83, 0.8))[alpha < 0.5]
    below = (filled([(290, 30), (310, 30), (345, 62), (255, 62)], alpha.shape) > 0.5) & (alpha < 0.5)
    picture[below] = (0.65, 0.63, 0.6)
    picture[alpha > 0.5] = (0.72, 0.66, 0.54)
    found = without_hanger(picture, both)
    assert below.sum() > 150
    assert found[below].mean() < 0.2
    assert np.abs(found - alpha).mean() < 0.003


def test_a_sleeve_that_lies_against_the_body_is_parted_from_it() -> None:
    left = [(240, 40), (150, 70), (90, 470), (150, 480), (160, 440), (165, 520)]
    top = read_top(filled(mirrored(left, 600), (560, 600)) > 0.5, is_dress=False)
    assert top.sleeved
    assert top.reach > 1.2
    for side in top.sides:
        assert side.armpit[1] < 260


def test_the_armpits_of_a_dress_with_a_waist_are_below_its_sleeves() -> None:
    left = [(240, 40), (170, 60), (120, 150), (165, 165), (170, 150), (190, 300), (110, 700)]
    top = read_top(filled(mirrored(left, 600), (740, 600)) > 0.5, is_dress=True)
    assert top.sleeved
    for side in top.sides:
        assert abs(side.armpit[1] - 155) < 20


def test_one_sleeve_that_sticks_to_the_body_higher_up_is_read_by_the_other() -> None:
    left = [TEE[name] for name in ("neck", "shoulder", "outer", "inner", "armpit", "hem")]
    right = [(600 - x, y) for x, y in left]
    right[4] = (435, 225)
    top = read_top(filled([*left, *right[::-1]], (600, 600)) > 0.5, is_dress=False)
    assert abs(top.left.armpit[1] - top.right.armpit[1]) < 12


def test_the_ends_of_legs_that_taper_are_their_hems() -> None:
    left = [(100, 40), (80, 200), (140, 640), (180, 640)]
    found = read_bottom(filled([*left, (200, 240), *[(400 - x, y) for x, y in left[::-1]]], (680, 400)) > 0.5)
    for leg in found.legs:
        assert leg.outer[-1, 1] > 620
        assert leg.inner[-1, 1] > 620


def test_trousers_with_legs_apart_are_no_top_with_sleeves() -> None:
    left = [(150, 40), (40, 640), (130, 640)]
    alpha = filled([*left, (200, 200), *[(400 - x, y) for x, y in left[::-1]]], (680, 400))
    rgb = np.full((*alpha.shape, 3), 0.2, np.float32)
    assert [doubt.name for doubt in of_garment(read_garment(rgb, alpha, "lowerBody")) if doubt.is_grave] == []


def test_sleeves_that_reach_below_the_hem_without_a_gap_are_no_hem() -> None:
    left = [(240, 40), (150, 70), (130, 560), (200, 570), (230, 430)]
    alpha = filled(mirrored(left, 600), (600, 600))
    rgb = np.full((*alpha.shape, 3), 0.2, np.float32)
    found = of_garment(read_garment(rgb, alpha, "upperBody"))
    assert any(doubt.is_grave for doubt in found)


def test_a_dress_whose_sides_are_unlike_lies_crooked() -> None:
    def unlike(out: int) -> bool:
        left = [(250, 40), (190, 60), (200, 130), (180, 190), (130, 680)]
        right = [(600 - x, y) for x, y in left[::-1]]
        right[1] = (right[1][0] + out, right[1][1])
        alpha = filled([*left, *right], (740, 600))
        found = of_garment(read_garment(np.full((740, 600, 3), 0.2, np.float32), alpha, "dresses"))
        return any(doubt.name == "sides" and doubt.is_grave for doubt in found)

    assert not unlike(0)
    assert unlike(70)


def test_a_top_with_one_shoulder_alone_was_not_read_right() -> None:
    def unlike(aside: int) -> bool:
        left = [(250, 40), (190, 60), (205, 130), (170, 190), (165, 520)]
        right = [(600 - x, y) for x, y in left]
        right[0] = (right[0][0] + aside, right[0][1] + aside // 4)
        alpha = filled([*left, *right[::-1]], (600, 600))
        found = of_garment(read_garment(np.full((600, 600, 3), 0.2, np.float32), alpha, "upperBody"))
        return any(doubt.name == "seams" and doubt.is_grave for doubt in found)

    assert not unlike(20)
    assert unlike(70)


def test_a_short_sleeve_in_line_with_the_shoulder_begins_above_its_armpit() -> None:
    left = [(240, 40), (100, 100), (120, 170), (150, 160), (150, 520)]
    top = read_top(filled(mirrored(left, 600), (560, 600)) > 0.5, is_dress=False)
    assert top.sleeved
    for side in top.sides:
        assert 100 < side.outward(side.shoulder, top.axis) < 165
        assert side.sleeve is not None
        assert np.linalg.norm(side.sleeve.outer[0] - side.sleeve.outer[-1]) > 25


def test_sleeves_that_hang_lower_than_the_hem_beside_the_body_are_sleeves() -> None:
    left = [(240, 40), (130, 80), (80, 440), (90, 540), (140, 540), (170, 470)]
    top = read_top(filled(mirrored(left, 600), (580, 600)) > 0.5, is_dress=False)
    assert top.sleeved
    assert np.ptp(top.hem[:, 1]) < 20
    for side in top.sides:
        assert side.armpit[1] < 260
        assert 80 < side.outward(side.armpit, top.axis) < 160


def test_ruffles_of_a_hanging_sleeve_are_no_armpits() -> None:
    left = [(240, 40), (180, 60), (90, 170), (130, 185), (70, 320), (120, 335), (60, 540), (150, 545), (165, 480)]
    top = read_top(filled(mirrored(left, 600), (580, 600)) > 0.5, is_dress=False)
    assert top.reach > 1.2
    assert np.ptp(top.hem[:, 1]) < 20


def test_a_label_in_the_neck_is_not_taken_out_with_the_hanger() -> None:
    picture, both, alpha = hung((0.75, 0.55, 0.3))
    label = np.s_[60:75, 285:315]
    assert alpha[label].min() > 0.9
    picture[label] = (0.95, 0.95, 0.9)
    assert without_hanger(picture, both)[label].min() > 0.9


def test_what_is_seen_of_each_cuff_parts_its_own_sleeve() -> None:
    left = [(240, 40), (150, 70), (90, 470), (150, 480), (160, 440), (165, 520)]
    right = [(450, 520), (450, 490), (520, 470), (450, 70), (360, 40)]
    top = read_top(filled([*left, *right], (560, 600)) > 0.5, is_dress=False)
    assert top.sleeved
    assert abs(top.right.edge[:, 0].mean() - 450) < 30


def test_a_dress_whose_skirt_lies_to_one_side_has_two_like_sides() -> None:
    left = [(250, 40), (215, 40), (225, 110), (190, 160), (185, 260), (30, 540)]
    right = [(500, 580), (390, 260), (370, 160), (335, 110), (345, 40), (310, 40), (280, 70)]
    alpha = filled([*left, *right], (620, 560))
    garment = read_garment(np.where(alpha[..., None] > 0.5, 0.4, 1.0).repeat(3, 2).astype(np.float32), alpha, "dresses")
    assert not next(doubt for doubt in of_garment(garment) if doubt.name == "sides").is_grave


def test_the_armhole_of_a_glued_sleeve_begins_below_the_shoulder_not_below_a_standing_collar() -> None:
    left = [(260, 20), (255, 70), (205, 90), (170, 340), (210, 345), (215, 300), (160, 640)]
    top = read_top(filled(mirrored(left, 600), (660, 600)) > 0.5, is_dress=True)
    assert top.sleeved
    for side in top.sides:
        assert side.armpit[1] - side.shoulder[1] > 45


def test_the_armpit_below_a_short_sleeve_that_hangs_is_at_its_cuff_not_at_the_waist() -> None:
    left = [(250, 20), (180, 50), (110, 90), (100, 230), (200, 235), (222, 295), (180, 400), (170, 640)]
    top = read_top(filled(mirrored(left, 600), (660, 600)) > 0.5, is_dress=True)
    assert top.sleeved
    for side in top.sides:
        assert side.armpit[1] < 260


def test_cuffs_that_slant_up_beside_a_body_that_hangs_aslant_part_their_sleeves() -> None:
    left = [(230, 40), (150, 60), (110, 90), (90, 410), (150, 470), (155, 540)]
    right = [(470, 535), (470, 470), (530, 410), (490, 90), (450, 60), (370, 40), (300, 60)]
    top = read_top(filled([*left, *right], (580, 600)) > 0.5, is_dress=False)
    assert top.sleeved
    assert np.ptp(top.hem[:, 1]) < 15
    out = [float(side.outward(side.armpit, top.axis)) for side in top.sides]
    assert abs(out[0] - out[1]) < 5
    for side in top.sides:
        assert side.sleeve is not None
        assert abs(side.sleeve.cuff[0][1] - 410) < 12


def test_a_deep_gap_beside_one_sleeve_parts_it_there_though_the_other_has_none() -> None:
    left = [(240, 40), (110, 80), (60, 300), (50, 560), (110, 570), (140, 462), (150, 465), (156, 530)]
    right = [(486, 530), (490, 570), (550, 560), (540, 300), (490, 80), (360, 40), (300, 50)]
    top = read_top(filled([*left, *right], (600, 600)) > 0.5, is_dress=False)
    assert top.sleeved
    assert abs(top.left.edge[-1, 0] - 156) < 8
    assert top.hem[:, 1].min() > 515
