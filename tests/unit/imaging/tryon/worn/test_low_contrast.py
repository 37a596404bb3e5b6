"""Pale cloth before a pale wall that was taken for background."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.arrays.even_background import look_at_ground
from lingtu.imaging.tryon.worn.low_contrast import with_low_contrast
from tests.unit.imaging.tryon.drawn import person

_WALL, _TOP = np.float32([0.86, 0.86, 0.86]), np.float32([0.95, 0.95, 0.95])


def _pale() -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Somebody in a white top before a grey wall, with a piece of it outside of the arm that was lost."""
    rgb, who = person()
    labels, coverage = who.parts.labels, who.coverage.copy()
    rgb[labels == Part.TORSO] = _TOP
    rgb[labels == Part.BACKGROUND] = _WALL
    beyond = np.zeros(labels.shape, bool)
    beyond[300:324, 360:400] = True
    beyond &= labels == Part.BACKGROUND
    return rgb, labels, coverage, beyond


def _found(rgb: np.ndarray, labels: np.ndarray, coverage: np.ndarray) -> np.ndarray:
    return with_low_contrast(labels, coverage, look_at_ground(rgb, labels == Part.BACKGROUND, 140))


def test_faint_cloth_beside_an_arm_is_the_tops() -> None:
    rgb, labels, coverage, beyond = _pale()
    rgb[beyond] = _TOP
    found = _found(rgb, labels, coverage)
    assert (found[303:321, 378:396] == Part.TORSO).all()
    around = cv2.dilate(beyond.astype(np.uint8), np.ones((5, 5), np.uint8)) > 0
    assert (found[~around] == labels[~around]).all()


@pytest.mark.parametrize("what", ["a shadow", "soft light", "the wall"])
def test_what_is_no_cloth_stays_background(what: str) -> None:
    rgb, labels, coverage, beyond = _pale()
    if what == "a shadow":
        rgb[beyond] = _WALL - 0.06
    if what == "soft light":
        light = cv2.GaussianBlur(beyond.astype(np.float32), (0, 0), 14)[..., None]
        rgb = np.where((labels == Part.BACKGROUND)[..., None], _WALL + light * (_TOP - _WALL), rgb)
    assert (_found(rgb.astype(np.float32), labels, coverage) == labels).all()


def test_before_an_uneven_background_nothing_is_told() -> None:
    rgb, labels, coverage, beyond = _pale()
    rgb[beyond] = _TOP
    ground = labels == Part.BACKGROUND
    rgb[ground & ~beyond] += np.random.default_rng(1).normal(0, 0.12, rgb.shape).astype(np.float32)[ground & ~beyond]
    assert (_found(rgb.clip(0, 1), labels, coverage) == labels).all()
