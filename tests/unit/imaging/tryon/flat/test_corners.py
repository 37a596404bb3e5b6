"""Ground in the inner corners of a garment's coverage."""

from __future__ import annotations

import cv2
import numpy as np

from lingtu.imaging.tryon.flat.corners import without_corners

SIDE = 300


def _tee() -> tuple[np.ndarray, np.ndarray]:
    """A dark tee, whose left armpit the matte filled with ground, and each pixel's distance from the white ground."""
    corners = np.array(
        [
            [110, 40],
            [190, 40],
            [270, 110],
            [245, 145],
            [205, 100],
            [205, 270],
            [95, 270],
            [95, 100],
            [55, 145],
            [30, 110],
        ]
    )
    cloth = np.zeros((SIDE, SIDE), np.uint8)
    cv2.fillPoly(cloth, [corners], 1)
    alpha = cloth.copy()
    cv2.fillPoly(alpha, [np.array([[95, 99], [95, 110], [87, 109]])], 1)
    return alpha.astype(np.float32), np.where(cloth > 0, 60.0, 0.5).astype(np.float32)


def test_ground_in_an_armpit_is_taken_out() -> None:
    alpha, distance = _tee()
    found = without_corners(alpha, distance, -distance)
    assert alpha[107, 93] == 1
    assert found[107, 93] < 0.05
    lost = (alpha > 0.5) & (found < 0.5) & (distance > 1)
    assert lost.sum() < 40, "but for its rim all cloth stays"


def test_white_prints_and_stripes_at_the_outline_stay() -> None:
    alpha, distance = _tee()
    cv2.circle(distance, (150, 150), 20, 0.5, -1)  # a print
    cv2.rectangle(distance, (199, 150), (205, 200), 0.5, -1)  # piping at the side seam
    cv2.circle(distance, (150, 270), 12, 0.5, -1)  # a flower that the hem cuts
    found = without_corners(alpha, distance, -distance)
    for place in ((150, 150), (175, 202), (264, 150)):
        assert found[place] == 1, place


def test_white_cloth_on_white_stays() -> None:
    alpha, distance = _tee()
    assert np.array_equal(without_corners(alpha, distance / 20, -distance / 20), alpha)


def test_a_white_print_in_an_inner_corner_stays_where_it_is_told_from_ground() -> None:
    alpha, distance = _tee()
    light = -distance
    cv2.circle(distance, (150, 150), 20, 0.5, -1)  # the print, within the outline
    light = np.where(distance > 1, light, np.where(np.indices(light.shape).sum(axis=0) // 4 % 2, 2.5, -2.5))
    found = without_corners(alpha, distance, light.astype(np.float32))
    assert found[107, 93] == 1
