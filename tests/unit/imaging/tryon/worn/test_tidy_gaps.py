"""Gaps that were taken for skin, on the drawn person."""

from __future__ import annotations

import numpy as np
import pytest

from lingtu.imaging.people.frame import Frame
from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.worn.tidy_gaps import gaps_as_skin, in_cloth
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
