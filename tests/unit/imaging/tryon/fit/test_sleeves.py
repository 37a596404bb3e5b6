"""Sleeves on the wearer: smooth tubes with a clean cuff across the arm, whose trim keeps its width."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.arrays.curves import along_rays
from lingtu.imaging.tryon.arrays.outline import farthest, length
from lingtu.imaging.tryon.fit.above_seam import MOST_ABOVE
from lingtu.imaging.tryon.fit.around_arm import hand_px, over_skin
from lingtu.imaging.tryon.fit.cuffs import cuff_px, turned_aside
from lingtu.imaging.tryon.fit.sleeve_cloth import TRIM
from lingtu.imaging.tryon.fit.sleeves import Tube, coverage, sleeve_tube
from lingtu.imaging.tryon.flat.garment import read_garment
from lingtu.imaging.tryon.flat.read_top import read_top
from lingtu.imaging.tryon.worn.read import read_person
from lingtu.imaging.tryon.worn.wearer import PIT, Wearer
from lingtu.imaging.tryon.worn.worn_edges import sleeve_end_px, sleeve_px
from tests.unit.imaging.tryon.drawn import filled, person, tee


def worn(sleeves: float = 0.4, scale: float = 0.4) -> tuple[Tube, Wearer]:
    rgb, who = person(sleeves=sleeves)
    _, wearer = read_person(rgb, who, ("upperBody",))
    top = read_garment(*tee(), "upperBody").top
    assert top is not None
    sleeve, flank = top.left.sleeve, wearer.left
    assert sleeve is not None
    pit = flank.joint + PIT * wearer.width * wearer.down
    return sleeve_tube(top, sleeve, flank, flank.tip, pit, scale, wearer), wearer


def test_a_sleeve_ends_across_the_arm_beyond_the_old_one() -> None:
    tube, wearer = worn(sleeves=0.3)
    arm = wearer.left.arm
    assert tube.cuff_px > sleeve_px(wearer, wearer.left)
    chord = tube.target[-1, -1] - tube.target[-1, 0]
    ahead = arm.point(np.array([tube.cuff_px]), 0) - arm.point(np.array([tube.cuff_px - 5]), 0)
    assert abs(float(chord @ ahead[0])) < 0.15 * np.linalg.norm(chord) * np.linalg.norm(ahead[0])


def test_a_sleeve_s_sides_are_smooth() -> None:
    tube, wearer = worn()
    for side in (tube.target[:, 0], tube.target[tube.seam_rows + 3 :, -1]):
        bends = np.linalg.norm(np.diff(side, n=2, axis=0), axis=1)
        assert bends.max() < 0.02 * wearer.width


def test_a_trim_is_not_stretched_with_a_sleeve_that_is_drawn_longer() -> None:
    tube, _ = worn(sleeves=0.55, scale=0.25)
    steps = [length(grid[-5:, 0]) for grid in (tube.source, tube.target)]
    whole = [length(grid[:, 0]) for grid in (tube.source, tube.target)]
    assert whole[1] > 1.1 * 0.25 * whole[0]
    assert abs(steps[1] - 0.25 * steps[0]) < 0.15 * steps[1]
    assert length(tube.target[-5:, 0]) < TRIM * whole[1]


def test_a_sleeve_that_lies_on_the_body_is_taken_up_to_its_shoulder() -> None:
    rgb, who = person()
    _, wearer = read_person(rgb, who, ("upperBody",))
    top = read_garment(*tee(), "upperBody").top
    assert top is not None
    assert top.left.sleeve is not None
    flank, whole = wearer.left, top.left.sleeve
    hidden = replace(whole, inner=whole.inner[-6:])  # the armpit is read where the sleeve ends
    pit = flank.joint + PIT * wearer.width * wearer.down
    tube = sleeve_tube(top, hidden, flank, flank.tip, pit, 0.4, wearer)
    inner = [length(grid[tube.seam_rows :, -1]) for grid in (tube.source, tube.target)]
    assert abs(inner[0] * 0.4 / inner[1] - 1) < 0.35
    outer = [length(grid[:, 0]) for grid in (tube.source, tube.target)]
    assert outer[1] / (0.4 * outer[0]) < 1.3


def test_a_sleeve_that_is_drawn_much_longer_is_not_taken_up_to_the_collar() -> None:
    rgb, who = person()
    _, wearer = read_person(rgb, who, ("upperBody",))
    top = read_garment(*tee(), "upperBody").top
    assert top is not None
    assert top.left.sleeve is not None
    flank, sleeve = wearer.left, top.left.sleeve
    pit = flank.joint + PIT * wearer.width * wearer.down
    tube = sleeve_tube(top, sleeve, flank, flank.tip, pit, 0.2, wearer, 0.9 * flank.arm.joint)
    above = np.linalg.norm(tube.source[0, 0] - sleeve.outer[0])
    assert 0.4 * length(sleeve.outer) < above < (MOST_ABOVE + 0.05) * length(sleeve.outer)


def test_folds_of_a_sleeve_s_edge_do_not_bend_its_pattern() -> None:
    rgb, who = person()
    _, wearer = read_person(rgb, who, ("upperBody",))
    top = read_garment(*tee(), "upperBody").top
    assert top is not None
    assert top.left.sleeve is not None
    flank, even = wearer.left, top.left.sleeve
    waves = 6 * np.sin(np.linspace(0, 25, len(even.outer)))[:, None] * np.array([1.0, 0])
    pit = flank.joint + PIT * wearer.width * wearer.down
    one, other = (
        sleeve_tube(top, sleeve, flank, flank.tip, pit, 0.4, wearer).source
        for sleeve in (even, replace(even, outer=even.outer + waves))
    )
    assert np.linalg.norm(one - other, axis=2).max() < 5


def test_a_sleeve_covers_its_outline_and_fades_below_its_seam() -> None:
    tube, wearer = worn()
    alpha = coverage(tube, wearer.labels.shape)
    x, y = np.rint(tube.target[30].mean(axis=0)).astype(int)
    assert alpha[y, x] == 1
    middle = tube.seam_rows // 2
    x, y = np.rint((tube.target[middle, -1] + tube.under[1][middle]) / 2).astype(int)
    assert 0.1 < alpha[y, x] < 0.9


def test_a_cuff_between_a_long_sleeve_and_the_hand_is_old_too() -> None:
    rgb, who = person(sleeves=0.8)
    _, wearer = read_person(rgb, who, ("upperBody",))
    flank = wearer.left
    end = sleeve_end_px(wearer, flank)
    labels = wearer.labels.copy()
    at = np.linspace(end - 4, flank.arm.length + 8, 60)
    for side in (-1, -0.5, 0, 0.5, 1):
        edge = flank.arm.point(at, 0) * (1 - abs(side)) + flank.arm.point(at, int(np.sign(side))) * abs(side)
        x, y = np.rint(edge).astype(int).T
        for off in (-3, -2, -1, 0, 1, 2, 3):
            labels[y, x + off] = Part.BACKGROUND
    hidden = Wearer(labels, wearer.frame, wearer.outfit, wearer.left, wearer.right)
    assert sleeve_end_px(hidden, flank) >= end


def test_the_farthest_point_of_a_bent_way_is_its_bend() -> None:
    way = np.concatenate(
        [np.stack([np.arange(60.0), np.zeros(60)], 1), np.stack([np.full(30, 59.0), np.arange(30)], 1)]
    )
    assert abs(farthest(way) - 59) <= 1


def test_a_cuff_ends_where_the_hem_beside_it_begins() -> None:
    left = [(240, 40), (150, 70), (40, 400), (110, 415), (165, 180), (165, 520)]
    straight = read_top(filled([*left, *((600 - x, y) for x, y in left[::-1])], (600, 600)) > 0.5, False)
    assert straight.left.sleeve is not None
    cuff = straight.left.sleeve.cuff
    assert length(cuff) < 1.2 * np.linalg.norm(cuff[-1] - cuff[0])


def test_a_shoulder_that_falls_steeply_from_a_wide_neck_ends_where_the_outline_bends() -> None:
    left = [(182, 40), (121, 92), (47, 188), (140, 270), (143, 520)]
    top = read_top(filled([*left, *((600 - x, y) for x, y in left[::-1])], (600, 600)) > 0.5, False)
    assert top.left.sleeve is not None
    for side, bend in zip(top.sides, ((121, 92), (479, 92)), strict=True):
        assert np.linalg.norm(side.shoulder - bend) < 12


def test_a_short_sleeve_s_hem_goes_to_its_corner_at_the_body() -> None:
    left = [(240, 40), (160, 60), (70, 200), (150, 250), (165, 225), (165, 520)]
    top = read_top(filled([*left, *((600 - x, y) for x, y in left[::-1])], (600, 600)) > 0.5, False)
    assert top.left.sleeve is not None
    assert np.linalg.norm(top.left.sleeve.cuff[-1] - (150, 250)) < 12


def test_a_short_sleeve_that_lies_on_the_body_ends_in_nothing_but_its_hem() -> None:
    left = [(240, 40), (160, 60), (70, 220), (165, 262), (165, 520)]
    top = read_top(filled([*left, *((600 - x, y) for x, y in left[::-1])], (600, 600)) > 0.5, False)
    assert top.left.sleeve is not None
    assert np.linalg.norm(top.left.sleeve.cuff[-1] - (165, 262)) < 12


def test_ground_of_a_strong_colour_at_a_garment_s_edge_is_no_cloth() -> None:
    rgb, alpha = tee(colour=(0.8, 0.8, 0.85))
    rgb = rgb * alpha[..., None] + (1 - alpha[..., None]) * np.array([0.6, 0.05, 0.1], np.float32)
    rgb[200:260, 166:172] = (0.5, 0.04, 0.08)  # ground that the matte took for the shirt's side
    garment = read_garment(rgb.astype(np.float32), alpha, "upperBody")
    shown = garment.rgb[garment.alpha > 0.6]
    assert not (shown[:, 0] > shown[:, 2] + 0.2).any()


def test_bare_arm_beyond_a_sleeve_s_line_is_covered() -> None:
    rgb, who = person(sleeves=0.1)
    _, wearer = read_person(rgb, who, ("upperBody",))
    flank = wearer.left
    within = np.array([6.0, 0])
    line = flank.arm.point(np.linspace(20, 120, 60), 1) + within
    moved = over_skin(line, wearer, flank)
    beyond = along_rays(wearer.labels, moved[10:], np.repeat([[-1.0, 0]], 50, axis=0), np.arange(1.0, 4.0))
    assert (beyond != Part.ARMS).mean() > 0.9
    free = flank.arm.point(np.linspace(20, 120, 60), 1) - 2 * within
    assert np.abs(over_skin(free, wearer, flank) - free).max() < 0.5


def test_a_strip_of_skin_across_a_sleeve_s_line_does_not_move_it() -> None:
    rgb, who = person(sleeves=0.1)
    _, wearer = read_person(rgb, who, ("upperBody",))
    flank = wearer.left
    labels = wearer.labels.copy()
    line = flank.arm.point(np.linspace(20, 220, 96), 1) - np.array([2.0, 0])
    x, y = line[50].astype(int)
    labels[y - 2 : y + 2, x - 20 : x + 3] = Part.ARMS  # the shadow below an old cuff
    shown = Wearer(labels, wearer.frame, wearer.outfit, wearer.left, wearer.right)
    assert np.abs(over_skin(line, shown, flank) - line).max() < 1.0


def test_a_sleeve_flares_over_what_bare_arm_is_beyond_it_and_has_no_bulb() -> None:
    rgb, who = person(sleeves=0.1)
    _, wearer = read_person(rgb, who, ("upperBody",))
    flank = wearer.left
    labels = wearer.labels.copy()
    line = flank.arm.point(np.linspace(20, 120, 60), 1) - np.array([2.0, 0])
    x, y = line[50].astype(int)
    labels[y - 4 : y + 5, x - 8 : x + 3] = Part.ARMS
    shown = Wearer(labels, wearer.frame, wearer.outfit, wearer.left, wearer.right)
    moved = (line - over_skin(line, shown, flank))[:, 0]
    assert moved[50] > 6
    assert np.diff(moved[:46], n=2).max() < 0.1


def test_a_sleeve_that_ends_close_to_the_armpit_is_around_all_of_the_arm() -> None:
    rgb, who = person(sleeves=0.1)
    _, wearer = read_person(rgb, who, ("upperBody",))
    top = read_garment(*tee(), "upperBody").top
    assert top is not None
    sleeve, flank = top.left.sleeve, wearer.left
    assert sleeve is not None
    pit = flank.arm.point(np.array([50.0]), 0)[0]
    tube = sleeve_tube(top, sleeve, flank, flank.tip, pit, 0.22, wearer)
    assert tube.cuff_px - 50 < 0.2 * wearer.width
    end = np.array([tube.cuff_px])
    across = flank.arm.point(end, -1)[0] - flank.arm.point(end, 0)[0]
    inner = tube.target[-1, -1] - flank.arm.point(end, 0)[0]
    assert inner @ across > 0.98 * float(across @ across)


def test_over_an_old_sleeve_that_goes_on_below_it_a_sleeve_is_as_wide_as_that() -> None:
    over, wearer = worn(sleeves=0.9, scale=0.3)
    arm, place = wearer.left.arm, np.array([over.cuff_px])
    outer = float(np.linalg.norm(over.target[-1, 0] - arm.point(place, 0)))
    assert outer >= 0.98 * float(arm.width_at(place, 1)[0])


def test_a_long_sleeve_on_a_bare_arm_ends_before_the_hand() -> None:
    rgb, who = person(sleeves=0.3)
    _, wearer = read_person(rgb, who, ("upperBody",))
    flank = wearer.left
    labels = wearer.labels.copy()
    labels[385:440, 100:200] = np.where(labels[385:440, 100:200] == Part.ARMS, Part.HANDS, labels[385:440, 100:200])
    shown = Wearer(labels, wearer.frame, wearer.outfit, wearer.left, wearer.right)
    end = flank.arm.point(np.array([hand_px(shown, flank)]), 0)[0]
    assert 365 < end[1] < 386


def test_shoulders_that_are_turned_aside_make_no_sleeve_shorter() -> None:
    rgb, who = person(sleeves=0.1)
    _, wearer = read_person(rgb, who, ("upperBody",))
    top = read_garment(*tee(), "upperBody").top
    assert top is not None
    arm = wearer.left.arm
    assert turned_aside(arm.length, wearer.torso_px, wearer.width) == 1
    turned = turned_aside(3 * wearer.width, 2.5 * wearer.width, wearer.width)
    assert turned > 1.5
    assert cuff_px(top, arm, 0.2, turned) > 1.3 * cuff_px(top, arm, 0.2, 1.0)


def test_a_sleeve_whose_inner_edge_lies_on_the_body_is_as_long_as_its_outer_one_tells() -> None:
    left = [(240, 40), (150, 70), (60, 400), (130, 400), (160, 330), (160, 520)]
    hidden = read_top(filled([*left, *((600 - x, y) for x, y in left[::-1])], (600, 600)) > 0.5, False)
    assert hidden.left.sleeve is not None
    outer, inner = length(hidden.left.sleeve.outer), length(hidden.left.sleeve.inner)
    assert hidden.sleeve_length > 1.1 * (outer + inner) / 2
