"""Reading the face's geometry, and its pose."""

from __future__ import annotations

import struct

import numpy as np
import pytest

from lingtu.imaging.people.canonical import COUNT, Canonical, read_canonical


def varint(number: int) -> bytes:
    parts = bytearray()
    while number > 127:
        parts.append(number & 127 | 128)
        number >>= 7
    return bytes([*parts, number])


def nested(field: int, data: bytes) -> bytes:
    return varint(field << 3 | 2) + varint(len(data)) + data


def test_points_triangles_and_weights_are_read() -> None:
    vertices = np.arange(COUNT * 5, dtype=np.float32)
    mesh = b"".join(varint(3 << 3 | 5) + struct.pack("<f", value) for value in vertices)
    mesh += b"".join(varint(4 << 3) + varint(corner) for corner in (0, 300, 467))
    weight = varint(1 << 3) + varint(5) + varint(2 << 3 | 5) + struct.pack("<f", 0.25)
    canonical = read_canonical(nested(1, mesh) + nested(2, weight))
    assert canonical.points[1].tolist() == [5, -6, -7]
    assert canonical.triangles.tolist() == [[0, 300, 467]]
    assert canonical.weights[5] == pytest.approx(0.25)
    assert canonical.weights.sum() == pytest.approx(0.25)


def some_face() -> Canonical:
    points = np.random.default_rng(4).normal(0, 5, (COUNT, 3)).astype(np.float32)
    return Canonical(points, np.zeros((0, 3), np.int32), np.ones(COUNT, np.float32))


@pytest.mark.parametrize(("yaw", "roll"), [(0, 0), (30, 0), (-50, 20), (10, -35)])
def test_the_pose_is_found_again(yaw: float, roll: float) -> None:
    face = some_face()
    a, b = np.radians(yaw), np.radians(roll)
    about_y = np.array([[np.cos(a), 0, np.sin(a)], [0, 1, 0], [-np.sin(a), 0, np.cos(a)]])
    about_z = np.array([[np.cos(b), -np.sin(b), 0], [np.sin(b), np.cos(b), 0], [0, 0, 1]])
    seen = (12 * face.points @ (about_z @ about_y).T + np.array([300, 200, -5])).astype(np.float32)
    pose = face.pose(seen)
    assert pose.scale == pytest.approx(12, rel=1e-3)
    assert np.allclose(pose.undo(seen), face.points, atol=1e-3)
    if roll == 0:
        assert pose.yaw_deg == pytest.approx(yaw, abs=0.01)
    if yaw == 0:
        assert pose.roll_deg == pytest.approx(roll, abs=0.01)
