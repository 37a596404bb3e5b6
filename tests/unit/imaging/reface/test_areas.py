"""Areas of one material, bare skin or not as a whole; a person of rectangles, with what is known of her by hand."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import cv2
import numpy as np
import pytest

from lingtu.imaging.people.parsing import Part
from lingtu.imaging.reface.areas import Areas
from lingtu.imaging.reface.mixture import looks
from lingtu.imaging.reface.segmentation import split

SKIN, PINK, GREEN, GREY = (78, 9, 14), (82, 9, 1), (55, -20, 20), (90, 0, 0)
FACE, THROAT = (slice(10, 34), slice(40, 60)), (slice(34, 42), slice(44, 56))
TORSO, LEGS, FEET = (slice(42, 100), slice(30, 70)), (slice(100, 170), slice(36, 64)), (slice(170, 180), slice(36, 64))


def person(torso: tuple[int, ...], legs: tuple[int, ...], torso_chance: float) -> Areas:
    """Looks say of all that is not green how likely it is skin: 0.99, of the torso what is given."""
    lab = np.full((190, 100, 3), GREY, np.float32)
    chance, labels = np.full((190, 100), 0.001, np.float32), np.zeros((190, 100), np.uint8)
    for place, colour, part, likely in (
        (FACE, SKIN, Part.FACE, 0.99),
        (THROAT, SKIN, Part.NECK, 0.99),
        (TORSO, torso, Part.NECK, torso_chance),
        (LEGS, legs, Part.LEGS, 0.99 if legs == SKIN else 0.001),
        (FEET, SKIN, Part.LEGS, 0.99),
    ):
        lab[place], chance[place], labels[place] = colour, likely, part
    rgb = cv2.cvtColor(lab, cv2.COLOR_Lab2RGB)
    face, nothing = np.zeros(chance.shape, np.bool_), np.zeros(chance.shape, np.bool_)
    face[FACE] = True
    y, x = np.indices(chance.shape, np.float32)
    known: Any = SimpleNamespace(
        rgb=rgb, labels=labels, chance=chance, coverage=(labels > 0).astype(np.float32), looks=looks(rgb),
        lit=face, outline=face, anchors=face, crown=nothing, around=lambda reach: face,
        below_chin=(y - 34) / 20, beside_chin=np.abs(x - 50) / 20,
    )  # fmt: skip
    return Areas(known, split(rgb, labels > 0))


def odds_at(areas: Areas, place: tuple[slice, slice]) -> float:
    return float(np.median(areas.odds[areas.index[place]]))


def test_a_face_and_bare_legs_are_skin_and_trousers_are_not() -> None:
    assert odds_at(person(GREEN, SKIN, 0.001), FACE) > 1.5
    assert odds_at(person(GREEN, SKIN, 0.001), LEGS) > 1.5
    assert odds_at(person(GREEN, GREEN, 0.001), LEGS) < -1.5


def test_a_blouse_that_looks_like_skin_is_cloth_by_its_hue_and_place() -> None:
    """Its looks alone, and the parts, take it for skin."""
    blouse = person(PINK, GREEN, 0.9)
    assert odds_at(blouse, TORSO) < -1.5
    assert odds_at(blouse, THROAT) > 0


@pytest.mark.parametrize("chance", [0.3, 0.6, 0.9])
def test_a_large_area_is_never_left_open(chance: float) -> None:
    assert abs(odds_at(person((82, 9, 6), GREEN, chance), TORSO)) > 1.5


def test_feet_below_covered_legs_are_shoes() -> None:
    assert odds_at(person(GREEN, GREEN, 0.001), FEET) < -1.5
    assert odds_at(person(GREEN, SKIN, 0.001), FEET) > 1.5


def test_doubt_is_large_where_much_is_decided_by_a_narrow_margin() -> None:
    assert person((82, 9, 6), GREEN, 0.97).doubt > 0.33
    assert person(GREEN, GREEN, 0.001).doubt == 0
