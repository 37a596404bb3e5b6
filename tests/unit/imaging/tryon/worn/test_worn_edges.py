"""Where the drawn person's T-shirt ends."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from lingtu.imaging.people.frame import Frame
from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.worn.wearer import Wearer, measure_wearer
from lingtu.imaging.tryon.worn.worn_edges import (
    ACROSS,
    as_high,
    is_behind_body,
    lower_half_px,
    neckline_px,
    sleeve_inside,
    sleeve_px,
)
from tests.unit.imaging.tryon.drawn import SIZE, person


def wearer(sleeves: float = 0.4) -> Wearer:
    _, who = person(sleeves=sleeves)
    return measure_wearer(who.parts.labels, Frame(who.body, None, SIZE), who.parts.outfit)


def test_the_neckline_is_where_the_neck_ends() -> None:
    below = neckline_px(wearer())
    middle = np.abs(ACROSS) < 0.1
    assert np.abs(below[middle] - (165 - 190)).max() < 3
    assert np.isnan(below[np.abs(ACROSS) > 0.3]).all()  # beside the neck there is none


def test_below_its_cuff_there_is_nothing_of_a_sleeve_inside_of_the_bare_arm() -> None:
    """What is there is the torso's cloth."""
    _, who = person(sleeves=0.3)
    who.parts.labels[200:400, 170:342] = np.where(
        who.parts.labels[200:400, 170:342] == Part.ARMS, Part.ARMS, Part.TORSO
    )
    worn = measure_wearer(who.parts.labels, Frame(who.body, None, SIZE), who.parts.outfit)
    usual = np.full(len(worn.left.arm.centres), 1.6)
    inside = sleeve_inside(worn, worn.left, usual)
    end = int(sleeve_px(worn, worn.left) / worn.left.arm.length * (len(usual) - 1))
    assert (inside[: end // 2] == 1.6).all()
    assert inside[end + 4 : end + 20].max() < 1.1


def test_the_sleeve_ends_where_the_arm_is_bare() -> None:
    short, long = (sleeve_px(wearer(share), wearer(share).left) for share in (0.3, 0.6))
    assert 80 < short < 120
    assert short + 50 < long < short + 110


def test_hips_are_as_wide_as_they_are_drawn_and_a_low_neckline_is_raised() -> None:
    who = wearer()
    halves = lower_half_px(who, who.left, np.array([1.0, 1.1]))
    assert np.abs(halves - (69, 75)).max() < 6
    low = np.array([[230.0, 172.0], [240, 177], [256, 180], [272, 177], [282, 172]])
    raised = as_high(low, who)
    assert np.abs(raised[1:4, 1] - 165).max() < 3
    low[:, 1] += 15  # as low as that it stays
    assert (as_high(low, who) == low).all()


def test_hips_are_seen_beside_a_top_that_hangs_over_them() -> None:
    who = wearer()
    level = np.array([1.05])
    reach = lower_half_px(who, who.left, level)
    labels, row = who.labels.copy(), int(who.at(1.05, 0)[1])
    labels[row - 3 : row + 4, 226:287] = Part.TORSO
    assert lower_half_px(replace(who, labels=labels), who.left, level) == reach > 60
    labels[row - 3 : row + 4] = np.where(labels[row - 3 : row + 4] == Part.LOWER, Part.TORSO, labels[row - 3 : row + 4])
    assert lower_half_px(replace(who, labels=labels), who.left, level) == 0


def test_steps_of_the_old_neckline_are_not_taken_over() -> None:
    _, who = person()
    labels = who.parts.labels.copy()
    for left in range(232, 280, 8):  # every second step is 8 px lower
        labels[165:173, left : left + 4] = Part.NECK
    stepped = measure_wearer(labels, Frame(who.body, None, SIZE), who.parts.outfit)
    low = np.stack([np.linspace(236, 276, 11), np.full(11, 178.0)], axis=1)
    raised = as_high(low, stepped)[:, 1]
    assert np.abs(np.diff(raised, 2)).max() < 2.5
    assert np.abs(raised - 166).max() < 4


def test_crumbs_of_cloth_below_the_chin_are_no_neckline() -> None:
    _, who = person()
    labels = who.parts.labels.copy()
    labels[150:153, 246:250] = Part.TORSO
    below = neckline_px(measure_wearer(labels, Frame(who.body, None, SIZE), who.parts.outfit))
    assert np.abs(below[np.abs(ACROSS) < 0.1] - (165 - 190)).max() < 3


def test_an_arm_is_behind_the_body_where_the_others_sleeve_ends_and_none_of_its_skin_is_seen() -> None:
    _, who = person(sleeves=0.4)
    labels = who.parts.labels.copy()
    labels[280:460, 330:400][np.isin(labels[280:460, 330:400], (Part.ARMS, Part.HANDS))] = Part.BACKGROUND
    hidden = measure_wearer(labels, Frame(who.body, None, SIZE), who.parts.outfit)
    assert [is_behind_body(hidden, flank) for flank in hidden.flanks] == [False, True]
    assert not any(is_behind_body(each, flank) for each in (wearer(), wearer(0.9)) for flank in each.flanks)


def test_a_neckline_that_is_low_on_one_side_alone_is_raised_there_if_by_little() -> None:
    who = wearer()
    one_sided = np.array([[230.0, 160.0], [240, 160], [248, 160], [256, 160], [272, 177], [282, 177]])
    raised = as_high(one_sided, who, one_sided=True)
    assert (as_high(one_sided, who) == one_sided).all()
    assert (raised[:3] - one_sided[:3] > -6).all()
    assert abs(raised[4, 1] - 165) < 4
    one_sided[4:, 1] += 20  # as a strap would end
    assert (as_high(one_sided, who, one_sided=True) == one_sided).all()


def test_hair_on_a_sleeve_does_not_end_it_and_on_a_bare_arm_it_is_no_sleeve() -> None:
    ends = []
    for sleeves in (0.6, 0.3):
        _, who = person(sleeves=sleeves)
        bare = measure_wearer(who.parts.labels, Frame(who.body, None, SIZE), who.parts.outfit)
        rows = np.arange(SIZE[0])[:, None]
        lock = np.isin(bare.labels, (Part.TORSO, Part.ARMS)) & (np.arange(SIZE[1]) < 186)
        lock &= (rows > 250) & (rows < 290)
        hidden = replace(bare, labels=np.where(lock, Part.HAIR, bare.labels).astype(np.uint8))
        ends.append((sleeve_px(bare, bare.left), sleeve_px(hidden, hidden.left)))
    assert ends[0][0] > 110
    assert abs(ends[0][1] - ends[0][0]) < 5
    assert ends[1][1] < ends[1][0] + 5
