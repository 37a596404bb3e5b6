"""Gaps that were taken for skin, on the drawn person."""

from __future__ import annotations

import numpy as np
import pytest

from lingtu.imaging.people.frame import Frame
from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.worn.tidy_gaps import gaps_as_skin, in_cloth, to_ground_near, with_edges
from tests.unit.imaging.tryon.drawn import SIZE, TONES, person

#: Inside a hand, and between a forearm and the trousers.
HOLE, BESIDE = (slice(410, 426), slice(358, 366)), (slice(405, 436), slice(337, 348))
#: On an arm, far from all else.
LIGHT = slice(330, 342), slice(352, 360)


def gaps(place: tuple[slice, slice], colour: tuple[float, float, float], part: Part) -> np.ndarray:
    """Where gaps are found if a place that is said to be `part` has a colour."""
    rgb, who = person()
    labels = who.parts.labels.copy()
    labels[place], rgb[place] = part, colour
    return gaps_as_skin(rgb, labels, Frame(who.body, None, SIZE))


@pytest.mark.parametrize(("place", "part"), [(HOLE, Part.HANDS), (BESIDE, Part.HANDS), (BESIDE, Part.ARMS)])
def test_ground_that_is_seen_within_a_hand_or_beside_it_is_no_skin(place: tuple[slice, slice], part: Part) -> None:
    found = gaps(place, TONES[Part.BACKGROUND], part)
    assert found[place].mean() > 0.7
    found[place] = False
    assert np.count_nonzero(found) < 20


def test_ground_in_the_shade_of_the_body_is_a_gap_too() -> None:
    shade = tuple(0.8 * value for value in TONES[Part.BACKGROUND])
    assert gaps(BESIDE, shade, Part.ARMS)[BESIDE].mean() > 0.7
    dark = tuple(0.4 * value for value in TONES[Part.BACKGROUND])
    assert not gaps(BESIDE, dark, Part.ARMS)[BESIDE].any()


def test_skin_and_a_pale_light_on_an_arm_are_no_gaps() -> None:
    assert not gaps(HOLE, TONES[Part.HANDS], Part.HANDS).any()
    assert not gaps(LIGHT, TONES[Part.BACKGROUND], Part.ARMS).any()


def test_a_pale_fold_that_goes_over_into_the_cloth_is_no_gap() -> None:
    lab = np.zeros((80, 80, 3), np.float32)
    lab[..., 0] = 80
    lab[:, :20, 0] = np.linspace(88, 80, 20)  # a fold
    lab[:, 60:70, 0] = 90  # a gap before an arm
    found = np.zeros((80, 80), np.bool_)
    found[:, :10] = found[:, 60:70] = True
    told = in_cloth(lab, found, ~found)
    assert told[:, :10].all()
    assert not told[:, 10:].any()


def test_the_ground_near_a_gap_tells_it_before_a_wall_that_is_brighter_at_one_side() -> None:
    lab = np.zeros((100, 200, 3), np.float32)
    lab[..., 0] = np.linspace(60, 90, 200)
    gap = np.zeros((100, 200), np.bool_)
    gap[40:60, 20:26], gap[40:60, 170:176] = True, True
    lab[gap] *= 0.9  # in the body's shade
    off = to_ground_near(lab, ~gap, 50.0)
    assert off[gap].max() < 3
    lab[gap, 1] += 12
    assert to_ground_near(lab, ~gap, 50.0)[gap].min() > 8


def test_lines_beside_a_gap_are_its_edges() -> None:
    strip, found = np.zeros((2, 60, 60), np.bool_)
    strip[10:50, 20:30], found[10:30, 21:29] = True, True
    result = with_edges(found, strip)
    assert result[12:28, 20:30].all()
    assert not result[34:].any()
