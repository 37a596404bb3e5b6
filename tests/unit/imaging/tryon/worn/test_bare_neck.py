"""The neck of a drawn person, and how it turns out into the shoulders."""

from __future__ import annotations

import cv2
import numpy as np

from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.worn.bare_neck import LEAST, MOST, USUAL, neck_edge, throat, trapezius
from lingtu.imaging.tryon.worn.read import read_person
from lingtu.imaging.tryon.worn.wearer import Wearer
from tests.unit.imaging.tryon.drawn import person


def wearer(half_px: int | None) -> Wearer:
    """With a neck of this half width, or none that is seen."""
    rgb, who = person(sleeves=1)
    labels = who.parts.labels
    labels[labels == Part.NECK] = Part.BACKGROUND
    if half_px:
        cv2.rectangle(labels, (256 - half_px, 90), (256 + half_px, 150), int(Part.NECK), -1)
    return read_person(rgb, who, ("upperBody",))[1]


def test_a_neck_is_as_wide_as_it_is_seen() -> None:
    found = wearer(half_px=26)
    halves = [neck_edge(found, flank) for flank in found.flanks]
    np.testing.assert_allclose(halves, np.clip(26 / found.width, LEAST, MOST), atol=0.015)


def test_a_neck_that_is_hidden_is_as_wide_as_necks_are() -> None:
    found = wearer(half_px=None)
    assert neck_edge(found, found.left) == USUAL


def test_it_turns_out_into_the_shoulder_without_a_step() -> None:
    found = wearer(half_px=26)
    curve = trapezius(found, found.right, below_px=4.0)
    across = (curve - found.shoulders) @ found.right_hand
    down = (curve - found.shoulders) @ found.down
    assert (np.diff(across) > 0).all()
    assert (np.diff(down) > 0).all()
    assert (np.diff(np.diff(down) / np.diff(across)) < 1e-6).all()  # hollow: steep at the neck, flat on the shoulder


def test_the_throat_is_between_chin_and_shoulders() -> None:
    found = wearer(half_px=26)
    corners = throat(found)
    assert corners[:, 1].min() == found.frame.chin[1]
    assert abs(corners[:, 0].mean() - 256) < 4
