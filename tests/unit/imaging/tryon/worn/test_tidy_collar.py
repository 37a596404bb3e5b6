"""Collars of the drawn person that were taken for skin or for background."""

from __future__ import annotations

import cv2
import numpy as np

from lingtu.imaging.people.frame import Frame
from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.worn.tidy_collar import collars
from tests.unit.imaging.tryon.drawn import SIZE, TONES, person


def _drawn() -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, Frame]:
    """Picture, parts, coverage, chance of skin and frame of a person with a throat."""
    rgb, who = person()
    labels, coverage, skin = who.parts.labels.copy(), who.coverage.copy(), who.parts.skin.copy()
    _painted(rgb, labels, coverage, skin, [(236, 130), (276, 130), (276, 190), (256, 200), (236, 190)], Part.NECK)
    return rgb, labels, coverage, skin, Frame(who.body, None, SIZE)


def _painted(
    rgb: np.ndarray,
    labels: np.ndarray,
    coverage: np.ndarray,
    skin: np.ndarray,
    corners: list[tuple[int, int]],
    part: Part,
    said: Part | None = None,
) -> np.ndarray:
    """Paints a part that is said to be another one, and returns where."""
    place = np.zeros(SIZE, np.uint8)
    cv2.fillPoly(place, [np.array(corners, np.int32)], 1)
    mask = place > 0
    rgb[mask], labels[mask], coverage[mask] = TONES[part], part if said is None else said, 1
    skin[mask] = part == Part.NECK
    return mask


def test_a_collar_that_the_matte_sees_and_the_parser_forgot_is_the_garment_s() -> None:
    rgb, labels, coverage, skin, frame = _drawn()
    collar = [(277, 158), (296, 158), (306, 171), (277, 171)]
    place = _painted(rgb, labels, coverage, skin, collar, Part.TORSO, Part.BACKGROUND)
    rgb[place] = (0.9, 0.9, 0.1)  # of a colour of its own
    found = collars(rgb, labels, coverage, skin, frame)
    assert found[place].mean() > 0.9
    assert not found[labels == Part.NECK].any()


def test_a_collar_in_the_garment_s_colour_that_is_said_to_be_skin_is_the_garment_s() -> None:
    rgb, labels, coverage, skin, frame = _drawn()
    place = _painted(rgb, labels, coverage, skin, [(266, 150), (276, 150), (276, 180), (262, 190)], Part.TORSO)
    labels[place], skin[place] = Part.NECK, 0.8
    found = collars(rgb, labels, coverage, skin, frame)
    assert found[place].mean() > 0.7
    assert found[~place].sum() < 0.1 * place.sum()


def test_hair_that_was_forgotten_and_skin_are_no_collar() -> None:
    rgb, labels, coverage, skin, frame = _drawn()
    hair = [(280, 60), (318, 60), (300, 171), (279, 171)]
    place = _painted(rgb, labels, coverage, skin, hair, Part.HAIR, Part.BACKGROUND)
    labels[: int(frame.chin[1])][place[: int(frame.chin[1])]] = Part.BACKGROUND
    assert not collars(rgb, labels, coverage, skin, frame)[140:160].any()


def test_the_narrow_end_of_a_neckband_that_was_forgotten_is_the_garment_s_by_its_colour() -> None:
    rgb, labels, coverage, skin, frame = _drawn()
    base = int(np.flatnonzero(labels[:, 278] == Part.TORSO)[0])
    end = [(277, base - 14), (278, base - 14), (278, base), (277, base)]
    place = _painted(rgb, labels, coverage, skin, end, Part.TORSO, Part.BACKGROUND)
    assert collars(rgb, labels, coverage, skin, frame)[place].mean() > 0.7
    rgb[place] = TONES[Part.BACKGROUND]
    assert not collars(rgb, labels, coverage, skin, frame)[place][:20].any()
