"""Faces and heads of drawn people, by the real nets of the default weights."""

from __future__ import annotations

import os

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from lingtu.errors import PictureError
from lingtu.imaging.faces import find_faces
from lingtu.imaging.matting import matte
from lingtu.imaging.people.head import matte_head
from lingtu.imaging.people.nets import PeopleNets, open_people_nets
from lingtu.settings import Settings

Plane = NDArray[np.float32]

HEIGHT, WIDTH = 640, 480
SKIN, HAIR, SHIRT, WALL = (0.93, 0.74, 0.64), (0.2, 0.12, 0.08), (0.6, 0.1, 0.15), (0.35, 0.5, 0.7)


@pytest.fixture(scope="module")
def nets() -> PeopleNets:
    """Pulled with the machine's pip where they are not here yet."""
    return open_people_nets(Settings.from_env(os.environ).weights_dir, threads=1)


def _wall() -> Plane:
    return np.full((HEIGHT, WIDTH, 3), WALL, np.float32)


def _draw_person(canvas: Plane, x: int, y: int, size: int) -> Plane:
    """A head `size` px in half its width around (x, y), neck and shoulders down to the edge of the picture."""

    def at(right: float, down: float) -> tuple[int, int]:
        return int(x + right * size), int(y + down * size)

    def oval(centre: tuple[int, int], right: float, down: float, colour: tuple[float, ...]) -> None:
        cv2.ellipse(canvas, centre, (int(right * size), int(down * size)), 0, 0, 360, colour, -1)

    thin = max(2, int(0.06 * size))
    oval(at(0, -0.15), 1.05, 1.3, HAIR)
    cv2.rectangle(canvas, at(-0.35, 0.8), at(0.35, 1.8), (0.8, 0.6, 0.5), -1)
    cv2.rectangle(canvas, at(-1.9, 2.6), (int(x + 1.9 * size), HEIGHT), SHIRT, -1)
    cv2.ellipse(canvas, at(0, 2.7), (int(1.9 * size), int(1.2 * size)), 0, 180, 360, SHIRT, -1)
    oval(at(0, 0.1), 0.8, 1.05, SKIN)
    cv2.ellipse(canvas, at(0, -0.75), (int(0.85 * size), int(0.45 * size)), 0, 180, 360, HAIR, -1)
    for side in (-0.34, 0.34):
        oval(at(side, -0.08), 0.17, 0.09, (1.0, 1.0, 1.0))
        oval(at(side, -0.08), 0.08, 0.08, (0.15, 0.1, 0.08))
        cv2.ellipse(canvas, at(side, -0.28), (int(0.22 * size), int(0.08 * size)), 0, 180, 360, HAIR, thin)
    cv2.line(canvas, at(0, 0), at(-0.04, 0.3), (0.82, 0.62, 0.53), thin)
    cv2.ellipse(canvas, at(0, 0.32), (int(0.13 * size), int(0.09 * size)), 0, 0, 180, (0.75, 0.5, 0.42), thin)
    oval(at(0, 0.65), 0.28, 0.1, (0.75, 0.25, 0.27))
    return np.asarray(cv2.GaussianBlur(canvas, (0, 0), 1.5), np.float32)


@pytest.mark.parametrize("size", [30, 60, 90, 140])
def test_a_face_is_found_where_it_is(size: int, nets: PeopleNets) -> None:
    (face,) = find_faces(_draw_person(_wall(), 240, 260, size), nets.matting.face)
    assert np.abs(face.eyes - [240, 260 - 0.08 * size]).max() < 0.25 * size
    assert np.abs(face.mouth - [240, 260 + 0.65 * size]).max() < 0.25 * size
    assert 1.2 * size < face.size_px < 2.2 * size


def test_the_largest_face_comes_first(nets: PeopleNets) -> None:
    picture = _draw_person(_draw_person(_wall(), 110, 200, 50), 330, 320, 80)
    faces = find_faces(picture, nets.matting.face)
    assert [round(float(face.eyes[0]) / 110) for face in faces] == [3, 1]


def test_a_head_is_cut_at_its_chin(nets: PeopleNets) -> None:
    size, y = 90, 260
    found = matte_head(_draw_person(_wall(), 240, y, size), nets)
    assert found.alpha.shape == (HEIGHT, WIDTH)
    head = np.zeros((HEIGHT, WIDTH), np.float32)
    cv2.ellipse(head, (240, y - int(0.15 * size)), (int(1.05 * size), int(1.3 * size)), 0, 0, 360, 1, -1)
    cv2.ellipse(head, (240, y + int(0.1 * size)), (int(0.8 * size), int(1.05 * size)), 0, 0, 360, 1, -1)
    assert float(np.abs(found.alpha - head).mean()) < 0.02
    assert found.alpha[y + 2 * size :].max() == 0
    assert found.alpha[y - int(1.2 * size), 240] > 0.95, "the hair belongs to it"


def test_a_person_is_cut_out_whole(nets: PeopleNets) -> None:
    found = matte(_draw_person(_wall(), 240, 260, 90), nets.matting)
    for y, x in ((260, 240), (160, 240), (560, 240), (560, 120), (400, 240)):
        assert found.alpha[y, x] > 0.95, (y, x)
    for y, x in ((60, 60), (60, 420), (300, 30), (300, 450)):
        assert found.alpha[y, x] < 0.05, (y, x)


def test_a_picture_without_a_face_is_refused(nets: PeopleNets) -> None:
    mug = _wall()
    cv2.rectangle(mug, (150, 200), (330, 450), (0.85, 0.2, 0.15), -1)
    with pytest.raises(PictureError, match="no face") as caught:
        matte_head(mug, nets)
    assert "人脸" in caught.value.detail_zh
