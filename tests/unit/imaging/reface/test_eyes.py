"""The photo's own eyes on the new face."""

from __future__ import annotations

from io import BytesIO

import cv2
import numpy as np

from lingtu.gallery.catalogue import OURS, person_files
from lingtu.imaging.people.mesh import EYES, FaceMesh
from lingtu.imaging.reface.eyes import iris_colour, irises_of, with_own_eyes
from lingtu.imaging.reface.regions import Regions

SIDE = 512
BROWN, BLUE = np.array([30, 14, 18], np.float32), np.array([44, -4, -16], np.float32)


def regions_of_a_face() -> Regions:
    points = np.load(BytesIO(person_files(OURS.faces[0])["face.npz"]))["front"]
    return Regions(FaceMesh(points, 1.0).moved(SIDE / 1024, 0, 0), (SIDE, SIDE))


def photo_of(regions: Regions, colour: np.ndarray) -> np.ndarray:
    """Skin, white eyes, irises of a colour with a light in each."""
    lab = np.full((SIDE, SIDE, 3), (70, 12, 16), np.float32)
    lab[regions.eyes > 0.5] = (88, 1, 2)
    lab[irises_of(regions) > 0.5] = colour
    for eye in EYES:
        centre, *rim = regions.mesh.flat[list(eye.iris)]
        radius = np.mean([np.linalg.norm(each - centre) for each in rim])
        cv2.circle(lab, [round(float(each)) for each in centre], round(0.3 * radius), (8, 0, 0), -1)
        column, row = np.rint(centre + np.array([0.7 * radius, 0])).astype(int)
        lab[row : row + 2, column : column + 2] = (98, 0, 0)
    return np.asarray(cv2.cvtColor(lab, cv2.COLOR_Lab2RGB), np.float32).clip(0, 1)


def test_eyes_are_the_photos_and_skin_is_the_new_faces() -> None:
    regions = regions_of_a_face()
    photo, fresh = photo_of(regions, BROWN), np.full((SIDE, SIDE, 3), 0.4, np.float32)
    result = with_own_eyes(fresh, photo, irises_of(regions), regions, None)
    assert np.abs(result - photo)[irises_of(regions) > 0.5].mean() < 0.02
    assert np.abs(result - photo)[regions.eyes > 0.99].mean() < 0.05
    assert np.array_equal(result[regions.lips > 0], fresh[regions.lips > 0])


def test_irises_take_the_sitters_colour_and_their_lights_and_whites_stay() -> None:
    regions = regions_of_a_face()
    photo = photo_of(regions, BROWN)
    wanted = iris_colour(photo_of(regions, BLUE), regions.mesh)
    assert wanted is not None
    assert np.abs(wanted - BLUE).max() < 3
    result = with_own_eyes(photo, photo, irises_of(regions), regions, wanted)
    found = iris_colour(result, regions.mesh)
    assert found is not None
    assert np.hypot(*(found - BLUE)[1:]) < 0.4 * np.hypot(*(BROWN - BLUE)[1:])
    white = (regions.eyes > 0.99) & (irises_of(regions) == 0)
    assert np.abs(result - photo)[white].max() < 0.01
    lights = (photo.min(axis=2) > 0.9) & (irises_of(regions) > 0.99)
    assert lights.any()
    assert np.abs(result - photo)[lights].max() < 0.1


def test_pupils_stay_black() -> None:
    regions = regions_of_a_face()
    photo = photo_of(regions, BROWN)
    result = with_own_eyes(photo, photo, irises_of(regions), regions, BLUE)
    for eye in EYES:
        column, row = np.rint(regions.mesh.flat[eye.iris[0]]).astype(int)
        assert np.abs(result - photo)[row, column].max() < 0.02


def test_irises_of_two_colours_become_alike() -> None:
    regions = regions_of_a_face()
    photo = photo_of(regions, BROWN)
    left = regions.mesh.flat[4, 0] > np.arange(SIDE)
    photo[:, left] = photo_of(regions, np.array([36, 2, 4], np.float32))[:, left]

    lab = cv2.cvtColor(with_own_eyes(photo, photo, irises_of(regions), regions, BLUE), cv2.COLOR_RGB2Lab)

    one, other = (np.median(lab[(irises_of(regions) > 0.9) & side], axis=0) for side in (left, ~left))
    assert np.abs(one - other)[1:].max() < 4


def test_without_an_iris_in_sight_there_is_no_colour() -> None:
    regions = regions_of_a_face()
    away = regions.mesh.moved(1, 10 * SIDE, 0)
    assert iris_colour(np.zeros((SIDE, SIDE, 3), np.float32), away) is None
