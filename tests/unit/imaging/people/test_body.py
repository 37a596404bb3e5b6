"""The pose of which several views agree, by a net that is made up."""

from __future__ import annotations

import numpy as np

from lingtu.imaging.people.body import ALL_POINTS, HEADLESS_VIEWS, SIDE_PX, VIEWS, fit_body
from lingtu.imaging.saliency import Box

BOX = Box(60, 0, 140, 300)


class Looks:
    """A net that says of each view in turn whether the body faces the camera; its head is `head_y` px down."""

    def __init__(self, faces: list[bool], head_y: float) -> None:
        self.faces, self.head_y = list(faces), head_y

    def __call__(self, view: np.ndarray) -> list[np.ndarray]:
        points = np.zeros((ALL_POINTS, 5), np.float32)
        points[:, 3] = 5
        sign = 1 if self.faces.pop(0) else -1
        points[:11, :2] = 128, self.head_y
        for index, (x, y) in {11: (36, 60), 13: (44, 90), 15: (48, 120), 23: (20, 130)}.items():
            points[index, :2] = 128 + sign * x, y
            points[index + 1, :2] = 128 - sign * x, y
        return [points.reshape(1, -1), np.zeros((1, SIDE_PX, SIDE_PX, 1), np.float32)]


def test_a_body_without_head_faces_the_camera_if_enough_views_say_so() -> None:
    rgb = np.zeros((300, 200, 3), np.float32)
    found = fit_body(rgb, BOX, Looks([False, False, True, True, True, True], -30.0))
    assert found.faces
    assert not fit_body(rgb, BOX, Looks([False, False, False, True, True, False], -30.0)).faces


def test_the_back_of_a_body_with_its_head_stays_one() -> None:
    rgb = np.zeros((300, 200, 3), np.float32)
    looks = Looks([False, False, True], 90.0)
    assert not fit_body(rgb, BOX, looks).faces
    assert not looks.faces
    assert len(VIEWS) + len(HEADLESS_VIEWS) == 6
