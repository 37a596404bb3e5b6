"""The canonical face of MediaPipe's mesh: its triangles, its shape, and the pose of a face that was seen.

Axes as on a picture: x right, y down, z away from the camera; the canonical face is measured in cm.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Ints = NDArray[np.int32]

#: Points of the mesh without the irises.
COUNT = 468
_VERTEX = 5  # x y z u v
# Fields of the protocol buffer face_geometry.GeometryPipelineMetadata and of its Mesh3d.
_MESH, _WEIGHT, _VERTICES, _INDICES = 1, 2, 3, 4


@dataclass(frozen=True)
class Pose:
    """How a face stands in the picture: point = scale * rotation @ canonical + shift; angles in degrees."""

    scale: float
    rotation: Floats
    shift: Floats

    @property
    def yaw_deg(self) -> float:
        """Positive: the face looks to the picture's left."""
        return float(np.degrees(np.arctan2(self.rotation[0, 2], self.rotation[2, 2])))

    @property
    def pitch_deg(self) -> float:
        return float(np.degrees(np.arcsin(np.clip(-self.rotation[1, 2], -1, 1))))

    @property
    def roll_deg(self) -> float:
        return float(np.degrees(np.arctan2(self.rotation[1, 0], self.rotation[1, 1])))

    def undo(self, points: Floats) -> Floats:
        """Points of the picture (N x 3) in the canonical face's frame."""
        return np.asarray((points - self.shift) @ self.rotation / self.scale, np.float32)

    def turn(self, offsets: Floats) -> Floats:
        """Offsets in the canonical frame (N x 3) as they are seen, px."""
        return np.asarray(self.scale * offsets @ self.rotation.T, np.float32)


@dataclass(frozen=True)
class Canonical:
    """Points 468 x 3, triangles 898 x 3, and how much each point tells about the pose."""

    points: Floats
    triangles: Ints
    weights: Floats

    @cached_property
    def mirror(self) -> Ints:
        """For each point the one opposite to it."""
        other = self.points * np.array([-1, 1, 1], np.float32)
        distance = ((self.points[None] - other[:, None]) ** 2).sum(-1)
        return np.asarray(distance.argmin(1), np.int32)

    def pose(self, points: Floats) -> Pose:
        """The weighted similarity that takes the canonical face to 468 points or more (Umeyama 1991)."""
        share = (self.weights / self.weights.sum())[:, None]
        seen = points[:COUNT]
        mean, seen_mean = (share * self.points).sum(0), (share * seen).sum(0)
        own, other = self.points - mean, seen - seen_mean
        u, s, vt = np.linalg.svd((other * share).T @ own)
        sign = np.array([1, 1, np.sign(np.linalg.det(u @ vt))])
        rotation = (u * sign) @ vt
        scale = float((s * sign).sum() / (share * own**2).sum())
        shift = seen_mean - scale * rotation @ mean
        return Pose(scale, rotation.astype(np.float32), shift.astype(np.float32))


def read_canonical(data: bytes) -> Canonical:
    """From `geometry_pipeline_metadata_landmarks.binarypb`."""
    numbers: list[float] = []
    corners: list[int] = []
    weights = np.zeros(COUNT, np.float32)
    for field, value in _fields(data):
        if field == _MESH and isinstance(value, bytes):
            for inner, item in _fields(value):
                if inner == _VERTICES and isinstance(item, float):
                    numbers.append(item)
                elif inner == _INDICES and isinstance(item, int):
                    corners.append(item)
        elif field == _WEIGHT and isinstance(value, bytes):
            entry = dict(_fields(value))
            weights[int(entry.get(1, 0))] = entry[2]
    points = np.array(numbers, np.float32).reshape(COUNT, _VERTEX)[:, :3] * np.array([1, -1, -1], np.float32)
    return Canonical(points, np.array(corners, np.int32).reshape(-1, 3), weights)


def _fields(data: bytes) -> Iterator[tuple[int, int | float | bytes]]:
    """The fields of a protocol buffer's message: varints, 32-bit floats and nested bytes."""
    at = 0
    while at < len(data):
        key, at = _varint(data, at)
        kind = key & 7
        if kind == 0:
            number, at = _varint(data, at)
            yield key >> 3, number
        elif kind == 2:
            length, at = _varint(data, at)
            yield key >> 3, data[at : at + length]
            at += length
        else:
            assert kind == 5, kind
            yield key >> 3, float(struct.unpack_from("<f", data, at)[0])
            at += 4


def _varint(data: bytes, at: int) -> tuple[int, int]:
    number = shift = 0
    while True:
        byte = data[at]
        at += 1
        number |= (byte & 127) << shift
        shift += 7
        if byte < 128:
            return number, at
