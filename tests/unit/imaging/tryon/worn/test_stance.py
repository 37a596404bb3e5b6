"""Skirts and trousers on the drawn person, whose legs stand aside or end early."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from lingtu.imaging.people.body import Body
from lingtu.imaging.people.frame import Frame
from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.draw.render import Cloth, without_holes
from lingtu.imaging.tryon.fit.fit_bottom import fit_bottom
from lingtu.imaging.tryon.fit.look import Look
from lingtu.imaging.tryon.flat.garment import read_garment
from lingtu.imaging.tryon.try_on import Item, Sitter, try_on
from lingtu.imaging.tryon.worn.stance import around_px, aside_px, raised, sitting
from lingtu.imaging.tryon.worn.wearer import Wearer, measure_wearer
from lingtu.imaging.tryon.worn.worn_edges import hem_px
from tests.unit.imaging.tryon.drawn import SIZE, TONES, person, tee, trousers

LOW = np.array([1.0, 1.85, 2.2])
KNEES_AND_BELOW = [25, 26, 27, 28, 29, 30, 31, 32]


def wearer(aside: int = 0, hem: int | None = None) -> Wearer:
    """The drawn person with legs that stand so many px to the right, in trousers that end at a row."""
    _, who = person()
    labels, points = who.parts.labels.copy(), who.body.points.copy()
    labels[470:] = np.roll(labels[470:], aside, axis=1)
    points[KNEES_AND_BELOW, 0] += aside
    if hem is not None:
        labels[hem:][labels[hem:] == Part.LOWER] = Part.LEGS
    body = Body(points, who.body.seen, who.body.mask)
    return measure_wearer(labels, Frame(body, None, SIZE), who.parts.outfit)


@pytest.mark.parametrize("aside", [0, 30])
def test_a_skirt_goes_around_the_legs_where_they_stand(aside: int) -> None:
    who = wearer(aside)
    assert np.abs(aside_px(who, LOW)[1:] - aside).max() < 6
    assert abs(aside_px(who, LOW[:1])[0]) < 4  # not the hips
    for flank in who.flanks:
        assert 60 < around_px(who, flank, LOW)[2] - flank.sign * aside < 90
        assert around_px(who, flank, LOW)[0] == 0


def test_a_skirt_goes_around_wide_trouser_legs() -> None:
    _, who = person()
    labels = who.parts.labels.copy()
    labels[470:690, 180:332] = Part.LOWER
    wide = measure_wearer(labels, Frame(who.body, None, SIZE), who.parts.outfit)
    for flank in wide.flanks:
        assert around_px(wide, flank, LOW)[1] > 76


def test_trousers_are_as_long_as_those_before() -> None:
    garment = read_garment(*trousers(), "lowerBody")
    for row in (640, 670):
        who = wearer(hem=row)
        assert abs(hem_px(who, who.left) - (row - 400)) < 8
        fit = fit_bottom(garment, who, (0.9, 0.9))
        assert min(fit.hems_px) > row - 400


def test_trousers_have_no_hole_below_the_crotch_where_the_old_legs_touch() -> None:
    who = wearer()
    labels = who.labels.copy()
    labels[430:600, 212:300] = Part.LOWER
    who = measure_wearer(labels, who.frame, who.outfit)
    fit = fit_bottom(read_garment(*trousers(), "lowerBody"), who, (0.9, 0.9))
    inner = [piece.target.reshape(-1, 7, 2)[:, -1] for piece in fit.pieces if piece.name == "leg"]
    rows = (inner[0][:, 1] > 450) & (inner[0][:, 1] < 570)
    assert rows.any()
    assert (inner[0][rows, 0] >= inner[1][rows, 0] - 1).all()


def test_a_top_that_is_tucked_in_covers_the_belly_that_the_old_one_left_bare() -> None:
    rgb, who = person()
    labels = who.parts.labels.copy()
    belly = (labels == Part.TORSO) & (np.arange(SIZE[0])[:, None] > 368)
    belly &= np.abs(np.arange(SIZE[1])[None] - 256) < 60
    labels[belly], rgb[belly] = Part.LEGS, TONES[Part.NECK]
    who = replace(who, parts=replace(who.parts, labels=labels))
    shirt = Item(read_garment(*tee((0.8, 0.1, 0.1)), "upperBody"), "garment")
    result = try_on(rgb, Sitter(rgb, who), (shirt,), Look(tucked=True), 0, check=lambda *_: None)
    assert (result[372:384, 230:282, 1] < 0.35).mean() > 0.95


def test_thighs_are_as_wide_as_the_old_trousers_behind_a_hand() -> None:
    who = wearer()
    labels = who.labels.copy()
    labels[430:560, 160:240][labels[430:560, 160:240] != Part.HANDS] = Part.LOWER  # wide on one side
    labels[470:560, 140:160] = Part.HANDS  # no background beside it
    garment = read_garment(*trousers(), "lowerBody")
    usual, wide = (
        fit_bottom(garment, each, (0.9, 0.9)) for each in (who, measure_wearer(labels, who.frame, who.outfit))
    )
    rows = [fit.pieces[0].target[np.abs(fit.pieces[0].target[:, 1] - 520) < 20, 0].min() for fit in (usual, wide)]
    assert rows[1] < rows[0] - 5


def test_a_small_hole_of_drawn_cloth_is_filled_and_a_gap_between_legs_stays() -> None:
    alpha = np.zeros((100, 100), np.float32)
    alpha[10:90, 20:80] = 1
    alpha[40:44, 50:54] = 0  # the hole
    alpha[60:, 48:52] = 0  # the gap
    cloth = Cloth(np.full((100, 100, 3), 0.5, np.float32), alpha)
    found = without_holes(cloth, 30).alpha
    assert (found[40:44, 50:54] == 1).all()
    assert (found[60:, 48:52] == 0).all()
    assert (found[:10] == 0).all()


def test_a_raised_forearm_is_told_from_a_hanging_one() -> None:
    who = wearer()
    assert raised(who) == 0
    points = who.frame.body.points.copy()
    points[15] = points[13] - (0, 60)  # the left wrist, above its elbow
    up = replace(who, frame=Frame(Body(points, who.frame.body.seen, who.frame.body.mask), None, SIZE))
    assert raised(up) == pytest.approx(60 / who.torso_px, abs=0.02)


@pytest.mark.parametrize(("knees", "ankles", "sits"), [(0.9, 0.2, True), (0.55, 0.9, True), (0.55, 0.2, False)])
def test_knees_that_are_guessed_into_a_picture_without_feet_tell_no_sitting(
    knees: float, ankles: float, sits: bool
) -> None:
    who = wearer()
    points, seen = who.frame.body.points.copy(), who.frame.body.seen.copy()
    points[[25, 26], 1] = points[[23, 24], 1] + 0.3 * who.torso_px
    seen[[25, 26]], seen[[27, 28]] = knees, ankles
    body = Body(points, seen, who.frame.body.mask)
    low = measure_wearer(who.labels, Frame(body, None, SIZE), who.outfit)
    assert (sitting(low) > 0.45) is sits
    assert (low.left.leg.joint < 0.5 * low.torso_px) is sits
