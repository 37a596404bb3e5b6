"""The drawn person's neck, and the collars that go around it."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest

from lingtu.imaging.people.frame import Frame
from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.draw.collar import around_neck
from lingtu.imaging.tryon.draw.render import draw
from lingtu.imaging.tryon.fit.fit_neck import fit_neck
from lingtu.imaging.tryon.fit.fit_top import fit_top
from lingtu.imaging.tryon.fit.look import Look
from lingtu.imaging.tryon.flat.garment import Garment, read_garment
from lingtu.imaging.tryon.try_on import Item, Sitter, try_on
from lingtu.imaging.tryon.worn.neck import measure_neck
from lingtu.imaging.tryon.worn.wearer import Wearer, measure_wearer
from lingtu.imaging.tryon.worn.worn_edges import shoulder_lift
from tests.unit.imaging.tryon.drawn import SIZE, TONES, filled, person, tee

NECK_HALF_PX = 26
INSIDE = (0.25, 0.22, 0.2)


def wearer(aside: int = 0, hair: bool = False) -> Wearer:
    """The drawn person with head and neck so many px to the right; hair beside the neck on the picture's left."""
    _, who = person()
    labels = who.parts.labels.copy()
    labels[:164] = np.roll(labels[:164], aside, axis=1)
    if hair:
        labels[120:164, 180:234][labels[120:164, 180:234] == Part.BACKGROUND] = Part.HAIR
    return measure_wearer(labels, Frame(who.body, None, SIZE), who.parts.outfit)


def shirt(open_px: int) -> Garment:
    """A grey shirt with a standing collar 40 px high, open so far down; the inside of its back is dark."""
    left = [(255, 20), (240, 60), (150, 85), (60, 210), (120, 245), (165, 190), (165, 520)]
    alpha = filled([*left, *((600 - x, y) for x, y in left[::-1])], (600, 600))
    rgb = np.ones((600, 600, 3), np.float32) * np.array((0.6, 0.6, 0.62), np.float32)
    if open_px:
        cv2.ellipse(rgb, (300, 20), (44, open_px), 0, 0, 180, INSIDE, -1)
        cv2.rectangle(rgb, (285, 30), (315, 45), (1, 1, 1), -1)  # the label
    return read_garment(rgb * alpha[..., None] + (1 - alpha[..., None]), alpha, "upperBody")


@pytest.mark.parametrize("aside", [0, 14])
def test_a_neck_is_where_it_is_drawn_not_at_the_axis_of_the_body(aside: int) -> None:
    neck = measure_neck(wearer(aside))
    for sign in (-1, 1):
        assert abs(neck.edge(sign, neck.base)[0] - (256 + aside + sign * NECK_HALF_PX)) < 5


def test_rows_of_the_shoulders_alone_tell_no_neck_beside_hair() -> None:
    who = wearer(14, hair=True)
    labels = who.labels.copy()
    cv2.fillConvexPoly(labels, np.array([(254, 150), (190, 172), (254, 172)]), int(Part.NECK))  # below the hair
    neck = measure_neck(replace(who, labels=labels))
    assert abs(neck.edge(1, neck.base)[0] - (270 + NECK_HALF_PX)) < 4
    assert abs(neck.edge(-1, neck.base)[0] - (270 - NECK_HALF_PX)) < 6


def test_beside_hair_the_innermost_rows_of_the_other_edge_tell_it() -> None:
    who = wearer(14, hair=True)
    labels = who.labels.copy()
    cv2.fillConvexPoly(labels, np.array([(290, 139), (340, 172), (290, 172)]), int(Part.NECK))  # a sloping shoulder
    neck = measure_neck(replace(who, labels=labels))
    assert abs(neck.edge(1, neck.base)[0] - (270 + NECK_HALF_PX)) < 7


def test_hair_on_one_side_hides_the_edge_and_the_other_one_tells_it() -> None:
    neck = measure_neck(wearer(14, hair=True))
    assert abs(neck.edge(1, neck.base)[0] - (270 + NECK_HALF_PX)) < 4
    assert abs(neck.edge(-1, neck.base)[0] - (270 - NECK_HALF_PX)) < 6


@pytest.mark.parametrize("aside", [0, 14])
def test_a_standing_collar_goes_around_the_neck(aside: int) -> None:
    fit = fit_top(shirt(0), wearer(aside), 0.95, Look.of_variation(0, 0))
    left, right = fit.neckline[0], fit.neckline[-1]
    assert abs((left[0] + right[0]) / 2 - (256 + aside)) < 4
    assert 2 * NECK_HALF_PX < right[0] - left[0] < 2 * NECK_HALF_PX + 14
    assert left[1] > 135  # below the jaw
    assert (fit.neckline[1:-1, 1] >= min(left[1], right[1])).all()


def test_an_open_collars_ends_stand_off_a_little_from_the_neck_behind_which_it_goes_on() -> None:
    left, right = fit_top(shirt(70), wearer(), 0.95, Look.of_variation(0, 0)).neckline[[0, -1]]
    assert 2 * NECK_HALF_PX < right[0] - left[0] < 2 * NECK_HALF_PX + 10


def test_an_open_collar_has_its_edge_below_the_label_and_a_closed_one_near_its_top() -> None:
    opened, closed = shirt(70).neckline, shirt(0).neckline
    assert abs(opened.depth - 70) < 6
    assert closed.depth < 20
    assert not opened.is_outline
    assert not closed.is_outline


def test_the_throat_in_an_open_collar_is_skin_although_the_old_garment_was_high() -> None:
    rgb, who = person()
    labels = who.parts.labels.copy()
    high = (labels == Part.NECK) & (np.arange(SIZE[0])[:, None] > 145)
    labels[high], rgb[high] = Part.TORSO, TONES[Part.TORSO]
    who = replace(who, parts=replace(who.parts, labels=labels))
    item = Item(shirt(70), "garment")
    result = try_on(rgb, Sitter(rgb, who), (item,), Look(), 0, check=lambda *_: None)
    throat = result[148:160, 248:264].reshape(-1, 3)
    assert np.abs(np.median(throat, axis=0) - TONES[Part.NECK]).max() < 0.12


def test_a_label_tells_that_the_neckline_is_below_it() -> None:
    rgb, alpha = tee((0.9, 0.9, 0.9))
    plain = read_garment(rgb, alpha, "upperBody").neckline
    rgb[60:90, 285:315] = 0.2
    found = read_garment(rgb, alpha, "upperBody").neckline
    assert found.curve[:, 1].max() - found.curve[0, 1] > 90 - 40
    assert plain.depth < found.depth


def test_a_shoulder_that_rises_to_the_neck_is_covered() -> None:
    who = wearer()
    across = np.array([0.22, 0.26, 0.45])
    flat = shoulder_lift(who, who.right, across)
    labels = who.labels.copy()
    cv2.fillPoly(labels, [np.array([(256, 135), (290, 150), (305, 175), (256, 175)], np.int32)], int(Part.NECK))
    risen = shoulder_lift(measure_wearer(labels, who.frame, who.outfit), who.right, across)
    assert (risen[:2] >= flat[:2] + 3).all()
    assert risen[2] < 4


def test_a_wide_scoop_with_sleeves_has_a_front_edge_below_its_outline() -> None:
    left = [(195, 40), (150, 70), (60, 200), (120, 235), (160, 180), (165, 520)]
    alpha = filled([*left, *((600 - x, y) for x, y in left[::-1])], (600, 600))
    rgb = np.full((600, 600, 3), (0.35, 0.45, 0.6), np.float32)
    inside = np.zeros((600, 600), np.uint8)
    cv2.ellipse(inside, (300, 40), (105, 80), 0, 0, 180, 1, -1)
    rgb[inside > 0] *= 0.6  # there one sees the back
    neckline = read_garment(rgb, alpha.astype(np.float32), "upperBody").neckline
    assert neckline is not None
    assert not neckline.is_outline
    assert 65 < neckline.depth < 95


def roll_collar(sag: int) -> Garment:
    """A pale top whose collar, 60 px high, is wider at its upper end; its front's edge is so much lower, px."""
    left = [(215, 20), (240, 80), (150, 100), (60, 230), (120, 265), (165, 210), (165, 520)]
    alpha = filled([*left, *((600 - x, y) for x, y in left[::-1])], (600, 600))
    rgb = np.ones((600, 600, 3), np.float32) * np.array((0.7, 0.6, 0.55), np.float32)
    if sag:
        cv2.ellipse(rgb, (300, 20), (84, sag), 0, 0, 180, (0.6, 0.5, 0.45), -1)
    return read_garment(rgb * alpha[..., None] + (1 - alpha[..., None]), alpha, "upperBody")


def test_a_closed_collar_s_front_ends_where_its_edge_is_seen_and_not_at_the_inside_of_its_back() -> None:
    assert abs(roll_collar(40).neckline.depth - 40) < 8
    assert roll_collar(0).neckline.depth < 30


@pytest.mark.parametrize("aside", [0, 14])
def test_a_roll_collar_is_a_tube_around_the_neck_without_points(aside: int) -> None:
    who, garment = wearer(aside), roll_collar(0)
    fit = fit_top(garment, who, 0.95, Look.of_variation(0, 0))
    assert fit.tube is not None
    drawn = draw(garment, [piece for piece in fit.pieces if piece.name != "sleeve"], who.labels.shape)
    worn = around_neck(drawn, fit.tube, who, True).alpha
    low, high = fit.tube[[0, -1], 1].mean(), fit.neckline[[0, -1], 1].mean()
    for row in np.linspace(high + 4, low - 6, 6).astype(int):
        columns = np.flatnonzero(worn[row] > 0.5)
        assert abs(columns[0] - (256 + aside - NECK_HALF_PX)) < 14
        assert abs(columns[-1] - (256 + aside + NECK_HALF_PX)) < 14
        assert len(columns) == columns[-1] - columns[0] + 1 or row < fit.neckline[:, 1].max() + 2
    assert not (worn[: int(high) - 3] > 0.5).any()


def test_a_shirt_that_is_open_is_no_tube() -> None:
    assert fit_top(shirt(90), wearer(), 0.95, Look.of_variation(0, 0)).tube is None


def test_an_open_collar_ends_where_its_flaps_meet_not_at_the_edge_of_what_is_in_it() -> None:
    left, meet = [(262, 20), (240, 70), (150, 95), (60, 220), (120, 255), (165, 200), (165, 520)], (300, 98)
    alpha = filled([*left, *((600 - x, y) for x, y in left[::-1])], (600, 600))
    rgb = np.ones((600, 600, 3), np.float32) * np.array((0.85, 0.85, 0.86), np.float32)
    cv2.fillPoly(rgb, [np.array([left[0], meet, (600 - left[0][0], 20)])], (0.6, 0.62, 0.72))
    cv2.ellipse(rgb, (300, 20), (38, 40), 0, 0, 180, (0.05, 0.06, 0.15), -1)
    garment = read_garment(rgb * alpha[..., None] + (1 - alpha[..., None]), alpha, "upperBody")
    assert garment.top is not None
    assert garment.top.stands
    assert abs(garment.neckline.curve[:, 1].max() - meet[1]) < 5


@pytest.mark.parametrize("seed", range(4))
def test_a_knit_s_stitches_are_no_neckline(seed: int) -> None:
    rgb, alpha = tee((0.85, 0.8, 0.8))
    stitches = np.random.default_rng(seed).uniform(0.3, 1, (150, 150)).astype(np.float32)
    shade = cv2.resize(stitches, (600, 600), interpolation=cv2.INTER_NEAREST)
    rgb = np.where((alpha > 0.9)[..., None], rgb * shade[..., None], rgb)
    neckline = read_garment(rgb, alpha, "upperBody").neckline
    assert 0.25 < neckline.depth / (neckline.curve[-1, 0] - neckline.curve[0, 0]) < 0.4


def test_a_neckline_is_as_the_old_one_on_both_sides_and_straps_without_sleeves_lie_where_they_do() -> None:
    _, who = person()
    labels = who.parts.labels.copy()
    labels[120:215, 180:234][labels[120:215, 180:234] == Part.TORSO] = Part.HAIR  # hides one side
    hairy = measure_wearer(labels, Frame(who.body, None, SIZE), who.parts.outfit)
    scoop = read_garment(*tee(), "upperBody")
    assert scoop.top is not None
    narrow = [replace(side, slope=side.slope[-3:]) for side in scoop.top.sides]
    strapped = [replace(side, sleeve=None) for side in narrow]
    wide, straps = (
        replace(scoop, top=replace(scoop.top, left=left, right=right)) for left, right in (narrow, strapped)
    )
    as_old, beside_sleeves, by_itself = (
        [fit_neck(each, hairy, 0.8).half(flank, 1.0) for flank in hairy.flanks] for each in (scoop, wide, straps)
    )
    assert as_old[0] == as_old[1] < by_itself[0] == by_itself[1]
    assert beside_sleeves == as_old


def test_straps_over_a_top_with_sleeves_keep_their_own_neckline() -> None:
    _, who = person()
    labels = who.parts.labels.copy()
    labels[150:190, 200:312] = Part.NECK  # a wide neckline
    sleeved = measure_wearer(labels, Frame(who.body, None, SIZE), who.parts.outfit)
    vest = replace(sleeved, outfit=replace(sleeved.outfit, sleeves=(0.0, 0.0)))
    left = [(190, 40), (178, 40), (178, 150), (165, 200), (165, 520)]
    half = [(200, 105), *left]
    alpha = filled([*half, *((600 - x, y) for x, y in half[::-1])], (600, 600))
    straps = read_garment(np.full((600, 600, 3), 0.4, np.float32), alpha, "upperBody")
    over, alone = (fit_top(straps, each, 1.0, Look()).neckline[:, 1].max() for each in (sleeved, vest))
    assert over > alone + 4
