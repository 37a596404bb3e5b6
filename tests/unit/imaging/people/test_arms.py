"""Arms in their silhouette, on drawn bodies."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from lingtu.imaging.people.arms import centred
from lingtu.imaging.people.body import Body

WIDTH = 100.0
#: Elbow and wrist of the right arm (the picture's left), as drawn.
APART, BESIDE, AKIMBO = ((120, 210), (100, 290)), ((148, 210), (146, 290)), ((90, 200), (150, 270))


def body(elbow: tuple[float, float], wrist: tuple[float, float]) -> Body:
    points = np.zeros((33, 2), np.float32)
    points[[11, 12, 23, 24]] = (250, 120), (150, 120), (235, 290), (165, 290)
    points[[14, 16, 18, 20]] = elbow, wrist, (wrist[0], wrist[1] + 20), (wrist[0], wrist[1] + 20)
    points[[13, 15, 17, 19]] = (290, 210), (310, 290), (312, 310), (312, 310)
    return Body(points, np.ones(33, np.float32), np.zeros((400, 400), np.float32))


def coverage(elbow: tuple[int, int], wrist: tuple[int, int]) -> np.ndarray:
    """A torso and two arms of 22 px."""
    drawn = np.zeros((400, 400), np.uint8)
    cv2.rectangle(drawn, (155, 110), (245, 390), 1, -1)
    for line in (((150, 120), elbow, wrist), ((250, 120), (290, 210), (310, 290))):
        cv2.polylines(drawn, [np.array(line, np.int32)], False, 1, 22)
    return drawn.astype(np.float32)


def off(found: Body, elbow: tuple[int, int], wrist: tuple[int, int]) -> float:
    return float(np.linalg.norm(found.points[[14, 16]] - np.array([elbow, wrist]), axis=1).max()) / WIDTH


@pytest.mark.parametrize("drawn", [APART, BESIDE, AKIMBO])
def test_an_arm_that_is_right_stays(drawn: tuple[tuple[int, int], tuple[int, int]]) -> None:
    assert off(centred(body(*drawn), coverage(*drawn)), *drawn) < 0.05


@pytest.mark.parametrize(("elbow", "wrist"), [((138, 212), (112, 292)), ((105, 208), (84, 286))])
def test_an_arm_apart_from_the_body_gets_to_its_middle(elbow: tuple[int, int], wrist: tuple[int, int]) -> None:
    told = body(elbow, wrist)
    found = centred(told, coverage(*APART))
    assert off(told, *APART) > 0.14
    assert off(found, *APART) < 0.06
    moved = found.points[[18, 20]] - told.points[[18, 20]]
    assert np.allclose(moved, found.points[16] - told.points[16])  # the hand goes with its wrist


def test_bent_elbows_that_were_told_in_the_gap_are_found() -> None:
    found = centred(body((118, 200), (160, 262)), coverage(*AKIMBO))
    assert off(found, *AKIMBO) < 0.12


def test_an_arm_beside_the_body_comes_in_from_the_ground_and_no_farther_than_it_must() -> None:
    told = body((132, 210), (131, 290))
    found = centred(told, coverage(*BESIDE))
    assert off(told, *BESIDE) > 0.14
    assert off(found, *BESIDE) < 0.09
    assert (found.points[[14, 16], 0] < 150).all()
