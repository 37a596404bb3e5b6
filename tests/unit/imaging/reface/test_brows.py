"""The photo's own brows on the sitter's course."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import numpy as np
import pytest

from lingtu.gallery.catalogue import OURS, person_files
from lingtu.imaging.people.mesh import FaceMesh
from lingtu.imaging.reface.brow_course import Course, measured
from lingtu.imaging.reface.brow_strip import line_of, log_light
from lingtu.imaging.reface.brows import own_brows

SIDE = 512
SKIN, HAIR = np.array([0.8, 0.62, 0.52], np.float32), np.array([0.3, 0.2, 0.15], np.float32)
#: Low and long; a sitter's: high, short, thick and darker.
LOW = Course(0.02, 0.95, np.array([0, 0, -0.01]), np.array([0, 0, np.log(0.012)]), 1.5)
HIGH = Course(0.02, 0.8, np.array([0, 0, 0.02]), np.array([0, 0, np.log(0.015)]), 2.0)


def mesh_of_a_face() -> FaceMesh:
    points = np.load(BytesIO(person_files(OURS.faces[0])["face.npz"]))["front"]
    return FaceMesh(points, 1.0).moved(SIDE / 1024, 0, 0)


def face_with(brow: Course, mesh: FaceMesh) -> np.ndarray:
    """Skin, a brow on each side, its hairs upright with skin between them."""
    picture = np.broadcast_to(SKIN, (SIDE, SIDE, 3)).copy()
    for side in (0, 1):
        box, along, above = line_of(mesh, side).coordinates(picture.shape)
        cover = np.exp(-0.5 * ((above - brow.at(along)) / brow.half(along)) ** 2)
        cover *= (along > brow.start) & (along < brow.end)
        cover *= 0.7 + 0.3 * np.sin(np.arange(cover.shape[1]) * np.pi / 2)
        picture[box] += cover[..., None] * (HAIR - picture[box])
    return picture


def course_in(hair: np.ndarray, mesh: FaceMesh, side: int) -> Course:
    line = line_of(mesh, side)
    found = measured(line.strip(hair), line.along)
    assert found is not None
    return found


def test_a_brow_is_measured() -> None:
    mesh = mesh_of_a_face()
    for brow in (LOW, HIGH):
        for side in (0, 1):
            found = course_in(log_light(face_with(brow, mesh)), mesh, side)
            middle = np.array([0.5], np.float32)
            assert found.start == pytest.approx(brow.start, abs=0.04)
            assert found.end == pytest.approx(brow.end, abs=0.04)
            assert float(found.at(middle)[0]) == pytest.approx(float(brow.at(middle)[0]), abs=0.003)
            assert float(found.half(middle)[0]) == pytest.approx(float(brow.half(middle)[0]), rel=0.3)
            assert found.is_plain(0)


def test_plain_skin_and_the_shade_of_a_fringe_are_no_brow() -> None:
    mesh = mesh_of_a_face()
    line = line_of(mesh, 0)
    skin = np.broadcast_to(SKIN, (SIDE, SIDE, 3)).copy()
    assert measured(log_light(line.strip(skin)), line.along) is None
    skin[: int(mesh.flat[105, 1])] = HAIR
    found = measured(log_light(line.strip(skin)), line.along)
    assert found is None or not found.is_plain(0)


def test_the_photos_hair_lies_on_the_sitters_course() -> None:
    mesh = mesh_of_a_face()
    photo, seen = face_with(LOW, mesh), np.ones((SIDE, SIDE), np.float32)
    made = own_brows(photo, face_with(HIGH, mesh), seen, mesh, 0.0)
    assert made is not None
    for side in (0, 1):
        found = course_in(made.hair, mesh, side)
        inner = np.array([0.3], np.float32)
        assert float(found.at(inner)[0]) == pytest.approx(float(HIGH.at(inner)[0]), abs=0.006)
        assert HIGH.end < found.end < LOW.end
        # Hair by hair.
        line = line_of(mesh, side)
        row = made.hair[line.coordinates(photo.shape)[0]].min(axis=0)
        row = row[row < 0.5 * row.min()]
        assert np.abs(np.diff(row)).mean() > 0.1
    assert made.hair.max() <= 0
    assert not made.hair[made.share == 0].any()


def test_a_hidden_brow_is_the_other_one_mirrored() -> None:
    mesh = mesh_of_a_face()
    photo, seen = face_with(LOW, mesh), np.ones((SIDE, SIDE), np.float32)
    box, along, _ = line_of(mesh, 1).coordinates(photo.shape)
    photo[box][along > 0.05], seen[box][along > 0.05] = 0.05, 0
    made = own_brows(photo, face_with(HIGH, mesh), seen, mesh, 0.0)
    assert made is not None
    right, left = (course_in(made.hair, mesh, side) for side in (0, 1))
    assert left.depth == pytest.approx(right.depth, rel=0.1)
    assert left.end == pytest.approx(right.end, abs=0.05)


def test_brows_that_are_not_seen_stay_the_sitters() -> None:
    mesh = mesh_of_a_face()
    photo, fresh, bare = face_with(LOW, mesh), face_with(HIGH, mesh), np.broadcast_to(SKIN, (SIDE, SIDE, 3)).copy()
    seen = np.ones((SIDE, SIDE), np.float32)
    assert own_brows(photo, fresh, np.zeros_like(seen), mesh, 0.0) is None
    assert own_brows(bare, fresh, seen, mesh, 0.0) is None
    assert own_brows(photo, bare, seen, mesh, 0.0) is None


def test_a_brow_that_is_turned_away_stays_where_it_is() -> None:
    mesh = mesh_of_a_face()
    photo, seen = face_with(LOW, mesh), np.ones((SIDE, SIDE), np.float32)
    made = own_brows(photo, face_with(HIGH, mesh), seen, mesh, 40.0)
    assert made is not None
    far, near = (course_in(made.hair, mesh, side) for side in (0, 1))
    inner = np.array([0.3], np.float32)
    assert float(far.at(inner)[0]) == pytest.approx(float(LOW.at(inner)[0]), abs=0.004)
    assert float(near.at(inner)[0]) == pytest.approx(float(HIGH.at(inner)[0]), abs=0.006)
    # Nothing is left of the sitter's.
    box, along, above = line_of(mesh, 0).coordinates(photo.shape)
    sitters = (np.abs(above - HIGH.at(along)) < 0.015) & (along > 0.1) & (along < 0.7)
    assert made.share[box][sitters].min() > 0.9


def test_a_brow_under_locks_is_not_plain() -> None:
    mesh = mesh_of_a_face()
    photo = face_with(LOW, mesh)
    assert course_in(log_light(photo), mesh, 0).is_plain(0)
    box, along, _ = line_of(mesh, 0).coordinates(photo.shape)
    # Bright locks, as wide as the gaps between them.
    photo[box][np.sin(along * 20) > 0] = SKIN
    assert not course_in(log_light(photo), mesh, 0).is_plain(0)


def test_a_strand_over_the_skin_is_no_plain_brow() -> None:
    assert not replace(LOW, middle=np.array([0, 0.1, 0])).is_plain(0)
    assert not replace(LOW, end=0.5).is_plain(0)
    assert replace(LOW, end=0.6).is_plain(1)
