"""No brow is drawn under a fringe."""

from __future__ import annotations

import numpy as np

from lingtu.imaging.reface.brow_strip import line_of
from lingtu.imaging.reface.brows import own_brows
from lingtu.imaging.reface.hidden_brows import without_hidden
from tests.unit.imaging.reface.test_brows import HIGH, LOW, SIDE, SKIN, face_with, mesh_of_a_face


def test_a_brow_under_a_fringe_is_plain_skin_and_the_other_stays() -> None:
    mesh = mesh_of_a_face()
    photo, fresh, seen = face_with(LOW, mesh), face_with(HIGH, mesh), np.ones((SIDE, SIDE), np.float32)
    boxes = [line_of(mesh, side).coordinates(seen.shape)[0] for side in (0, 1)]
    along = line_of(mesh, 1).coordinates(seen.shape)[1]
    seen[boxes[1]][along > 0.05] = 0
    own = own_brows(photo, fresh, seen, mesh, 0.0)
    assert own is not None
    made = without_hidden(own, fresh, seen, mesh)
    assert made is not None
    brow = ((fresh[boxes[1]] - SKIN).sum(axis=-1) < -0.5) & (along > 0)
    assert own.hair[boxes[1]][brow].min() < -0.5
    assert made.hair[boxes[1]][brow].min() == 0
    assert made.coverage[boxes[1]][brow].max() == 0
    assert made.share[boxes[1]][brow].min() > 0.8
    other = line_of(mesh, 0).coordinates(seen.shape)[1] > 0.05
    assert np.array_equal(made.hair[boxes[0]][other], own.hair[boxes[0]][other])


def test_the_sitters_own_brows_go_as_well() -> None:
    mesh = mesh_of_a_face()
    fresh, covered = face_with(HIGH, mesh), np.zeros((SIDE, SIDE), np.float32)
    made = without_hidden(None, fresh, covered, mesh)
    assert made is not None
    brow = (fresh - SKIN).sum(axis=-1) < -0.5
    assert made.share[brow].min() > 0.8
    assert not made.hair.any()


def test_brows_that_are_seen_stay_as_they_are() -> None:
    mesh = mesh_of_a_face()
    photo, fresh, seen = face_with(LOW, mesh), face_with(HIGH, mesh), np.ones((SIDE, SIDE), np.float32)
    own = own_brows(photo, fresh, seen, mesh, 0.0)
    assert without_hidden(own, fresh, seen, mesh) is own
    assert without_hidden(None, fresh, seen, mesh) is None
