"""The photo's own nose on the new face."""

from __future__ import annotations

from io import BytesIO

import numpy as np

from lingtu.gallery.catalogue import OURS, person_files
from lingtu.imaging.people.mesh import FaceMesh
from lingtu.imaging.reface.nose import FORM, nose_share, with_own_nose
from lingtu.imaging.reface.regions import Regions

SIDE = 512


def regions_of_a_face() -> Regions:
    points = np.load(BytesIO(person_files(OURS.faces[0])["face.npz"]))["front"]
    return Regions(FaceMesh(points, 1.0).moved(SIDE / 1024, 0, 0), (SIDE, SIDE))


def lined(grey: float) -> np.ndarray:
    """Fine lines across."""
    picture = np.full((SIDE, SIDE, 3), grey, np.float32)
    picture[::4] += 0.1
    return picture


def test_a_nose_has_the_photos_detail_and_the_rest_of_the_face_has_none() -> None:
    regions = regions_of_a_face()
    photo, fresh = lined(0.5), np.full((SIDE, SIDE, 3), 0.525, np.float32)
    result = with_own_nose(fresh, photo, np.ones((SIDE, SIDE), np.float32), regions)
    nose = nose_share(regions)
    assert np.abs(result - photo)[nose > 0.99].max() < 0.02
    assert np.abs(result - fresh)[nose == 0].max() < 1e-6
    assert nose[regions.nostrils * (1 - regions.lips) > 0.5].min() > 0.9
    assert nose[regions.mouth > 0.5].max() < 0.1
    assert nose[regions.eyes > 0.5].mean() < 0.1


def test_of_the_new_face_a_nose_takes_a_share_of_its_slow_tones_only() -> None:
    regions = regions_of_a_face()
    photo, fresh = np.full((SIDE, SIDE, 3), 0.5, np.float32), lined(0.3)
    result = with_own_nose(fresh, photo, np.ones((SIDE, SIDE), np.float32), regions)
    on_nose = result[nose_share(regions) > 0.99]
    assert on_nose.std() < 0.01
    assert abs(on_nose.mean() - (0.5 + FORM * (fresh.mean() - 0.5))) < 0.02


def test_where_the_photo_is_not_drawn_the_new_face_stays() -> None:
    regions = regions_of_a_face()
    photo, fresh = lined(0.5), np.full((SIDE, SIDE, 3), 0.4, np.float32)
    assert np.array_equal(with_own_nose(fresh, photo, np.zeros((SIDE, SIDE), np.float32), regions), fresh)
