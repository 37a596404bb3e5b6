"""Gaps beside the body that were taken for clothes or skin."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from lingtu.imaging.people.frame import Frame
from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.worn.slits import without_slits
from tests.unit.imaging.tryon.drawn import SIZE, TONES, person


def filled_gap(part: Part) -> tuple[np.ndarray, np.ndarray, np.ndarray, Frame]:
    """The drawn person's picture, the parts where the gap beside an arm was taken for one, the gap, and the frame."""
    rgb, who = person()
    labels = who.parts.labels.copy()
    gap = np.zeros(labels.shape, bool)
    gap[300:390, 316:350] = True
    gap &= labels == Part.BACKGROUND
    assert gap.sum() > 500
    labels[gap] = part
    return rgb, labels, gap, Frame(who.body, None, SIZE)


@pytest.mark.parametrize("part", [Part.TORSO, Part.LOWER, Part.ARMS])
def test_a_gap_beside_an_arm_that_was_taken_for_a_part_is_background(part: Part) -> None:
    rgb, labels, gap, frame = filled_gap(part)
    found = without_slits(rgb, labels, frame)
    assert (found[gap] == Part.BACKGROUND).mean() > 0.95
    assert (found[~gap] != labels[~gap]).sum() < 10  # sharp corners at its ends


def test_a_gap_beside_a_long_sleeve_is_found_within_the_top() -> None:
    rgb, labels, gap, frame = filled_gap(Part.TORSO)
    sleeves = np.isin(labels, (Part.ARMS, Part.HANDS))
    labels[sleeves], rgb[sleeves] = Part.TORSO, TONES[Part.TORSO]
    beside = (np.indices(SIZE)[0] > 385) & (np.indices(SIZE)[0] < 410) & (labels == Part.BACKGROUND)
    labels[beside], rgb[beside] = Part.TORSO, TONES[Part.TORSO]  # the cuff lies on the hip
    found = without_slits(rgb, labels, frame)
    assert (found[gap & ~beside] == Part.BACKGROUND).mean() > 0.9


def test_a_gap_in_pale_cloth_ends_where_the_cloth_begins() -> None:
    rgb, labels, gap, frame = filled_gap(Part.TORSO)
    white = np.asarray(TONES[Part.BACKGROUND])
    cloth = (labels == Part.TORSO) & ~gap
    rgb[cloth] = white * (0.95, 0.97, 1.06)
    found = without_slits(rgb, labels, frame)
    assert (found[gap] == Part.BACKGROUND).mean() > 0.95
    assert (found[cloth] != Part.TORSO).mean() < 0.002


def test_cloth_of_the_grounds_colour_stays_cloth() -> None:
    rgb, labels, gap, frame = filled_gap(Part.TORSO)
    white = np.asarray(TONES[Part.BACKGROUND]) * 1.01
    rgb[(labels == Part.TORSO) & ~gap] = white
    assert (without_slits(rgb, labels, frame) == labels).all()


def test_a_gap_is_told_from_pale_cloth_before_an_even_ground() -> None:
    rgb, labels, gap, frame = filled_gap(Part.LOWER)
    rgb[(labels == Part.LOWER) & ~gap] = np.asarray(TONES[Part.BACKGROUND]) * (1.02, 1.0, 0.97)
    found = without_slits(rgb, labels, frame)
    assert (found[gap] == Part.BACKGROUND).mean() > 0.95
    # edges are mixed with the ground
    cloth = cv2.erode((labels == Part.LOWER).astype(np.uint8), np.ones((5, 5), np.uint8)) > 0
    assert (found[cloth & ~gap] == Part.LOWER).mean() > 0.99


def test_nothing_is_told_from_a_ground_that_is_not_plain() -> None:
    rgb, labels, gap, frame = filled_gap(Part.TORSO)
    ground = (labels == Part.BACKGROUND) | gap
    rows = np.indices(labels.shape)[0]
    rgb[ground & (rows // 6 % 2 == 0)] = (0.5, 0.4, 0.3)
    assert (without_slits(rgb, labels, frame) == labels).all()
