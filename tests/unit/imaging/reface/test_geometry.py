"""The new face's shape."""

from __future__ import annotations

import numpy as np

from lingtu.imaging.people.canonical import COUNT, Canonical
from lingtu.imaging.people.mesh import OUTLINE, FaceMesh
from lingtu.imaging.reface.geometry import new_shape
from lingtu.imaging.reface.sitter import UNITS, Sitter, View


def some_head() -> Canonical:
    """Points on an ellipsoid, its outline where the mesh has it, mirrored points beside each other."""
    draw = np.random.default_rng(3)
    points = draw.uniform((-6, -7, 0), (6, 7, 0), (COUNT, 3)).astype(np.float32)
    turns = np.linspace(0, 2 * np.pi, len(OUTLINE), endpoint=False)
    points[list(OUTLINE), :2] = np.stack([7.5 * np.sin(turns), -8.5 * np.cos(turns)], axis=1)
    points[:, 2] = -np.sqrt((1 - (points[:, 0] / 9) ** 2 - (points[:, 1] / 10) ** 2).clip(0.05)) * 6
    return Canonical(points, np.zeros((0, 3), np.int32), np.ones(COUNT, np.float32))


def moved_by_a_wide_sitter(yaw_deg: float) -> tuple[np.ndarray, np.ndarray]:
    """How far each point moves, px, and the head's points."""
    head = some_head()
    turn = np.radians(yaw_deg)
    rotation = np.array([[np.cos(turn), 0, np.sin(turn)], [0, 1, 0], [-np.sin(turn), 0, np.cos(turn)]], np.float32)
    seen = 20 * head.points @ rotation.T + np.float32([200, 200, 0])
    mesh = FaceMesh(np.concatenate([seen, np.zeros((10, 3), np.float32)]).astype(np.float32), 1.0)
    shape = head.points + np.float32([0, 0.8, 0])
    sitter = Sitter(
        {"front": View(np.zeros((4, 4, 3), np.float32), mesh)}, shape, np.zeros((len(UNITS), COUNT, 3)), shape[0]
    )
    resting = np.zeros(len(UNITS), np.float32)
    points = new_shape(mesh, sitter, resting, resting, 1.0, head)
    return np.linalg.norm(points - seen, axis=1), head.points


def test_the_half_that_is_turned_away_keeps_the_photos_shape() -> None:
    for yaw, side in ((40.0, -1), (-40.0, 1)):
        moved, points = moved_by_a_wide_sitter(yaw)
        assert moved[side * points[:, 0] > 4.6].max() < 0.01
        assert moved[-side * points[:, 0] > 1].max() > 5


def test_of_a_frontal_face_both_halves_take_the_sitters() -> None:
    moved, points = moved_by_a_wide_sitter(5.0)
    assert moved[points[:, 0] > 3.1].max() > 5
    assert moved[points[:, 0] < -3.1].max() > 5
