"""MediaPipe's 478 points of a face in a picture that shows one, and where they lie on our own mesh."""

from __future__ import annotations

import sys
from math import cos, radians, sin
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import cv2
import numpy as np
from head import Archive, Base, Floats, Head, Ints, expression_offset, load_base, shape

from lingtu.imaging.faces import find_faces
from lingtu.weights.sessions import Net

SIDE_PX = 256
#: Distance of the camera from the head's axis, m, and how far in front of the eyes' origin that axis is (light.py).
CAMERA_M, AXIS_M = 1.6, 0.03
#: From this one on the 478 points are those of the irises.
IRISES = 468
#: Cosine from which a triangle faces the camera.
FACING = 0.35
#: A triangle may be off by a px if it is nearer by this many: the chin's point is its edge, not the neck behind.
OFF_TO_DEPTH = 10.0


def find_points(rgb: Floats, detector: Net, landmarks: Net) -> Floats:
    """(478, 3): x and y in px, z in the same scale, smaller is nearer. Raises if no face is found."""
    faces = find_faces(rgb.astype(np.float32), detector)
    if not faces:
        raise ValueError("no face in this picture")
    face = faces[0]
    centre = np.array([(face.left + face.right) / 2, (face.top + face.bottom) / 2])
    side = 1.5 * face.size_px
    for _ in range(3):
        points = _fit(rgb, centre, side, landmarks)
        low, high = points[:, :2].min(0), points[:, :2].max(0)
        centre, side = (low + high) / 2, 1.5 * float((high - low).max())
    return points


def _fit(rgb: Floats, centre: Floats, side: float, landmarks: Net) -> Floats:
    scale = SIDE_PX / side
    place = np.array([[scale, 0, 0], [0, scale, 0]])
    place[:, 2] = SIDE_PX / 2 - scale * centre
    view = cv2.warpAffine(rgb.astype(np.float32), place, (SIDE_PX, SIDE_PX), flags=cv2.INTER_AREA)
    found = next(each for each in landmarks(view[None]) if each.size == 478 * 3).reshape(478, 3)
    found[:, :2] -= place[:, 2]
    return found.astype(float) / scale


def project(points: Floats, unit: float, shot: tuple[float, float, float], side_px: int) -> Floats:
    """Points of a head (m) as the camera of light.py sees them: x and y in px and depth in px.

    `shot`: the camera's turn in degrees, the frame's width and its middle's height in head units.
    """
    turn, wide, middle = shot
    angle = radians(turn)
    target = np.array([0, AXIS_M * unit, middle * unit])
    ahead, right, up = np.array([-sin(angle), cos(angle), 0]), np.array([cos(angle), sin(angle), 0]), np.eye(3)[2]
    offset = points - target
    depth = CAMERA_M + offset @ ahead
    scale = side_px / (wide * unit)
    x, y = (CAMERA_M * scale * (offset @ axis) / depth for axis in (right, up))
    return np.stack([side_px / 2 + x, side_px / 2 - y, scale * (depth - CAMERA_M)], 1)


def attach(points: Floats, seen: Floats, head: Head, base: Base) -> tuple[Ints, Floats]:
    """For each of the 478 points the mesh's triangle in front of it: its corners and their shares."""
    skin, eyes = _triangles(head, base)
    index, shares = np.empty((len(points), 3), int), np.empty((len(points), 3))
    for triangles, rows in ((skin, range(IRISES)), (eyes, range(IRISES, len(points)))):
        corners = seen[triangles]
        for row in rows:
            best, share = _nearest(points[row, :2], corners)
            index[row], shares[row] = triangles[best], share
    return index, shares


def _nearest(point: Floats, corners: Floats) -> tuple[int, Floats]:
    """The frontmost triangle at a point, or a little off it; and its corners' shares."""
    first, second = corners[:, 1, :2] - corners[:, 0, :2], corners[:, 2, :2] - corners[:, 0, :2]
    offset = point - corners[:, 0, :2]
    area = first[:, 0] * second[:, 1] - first[:, 1] * second[:, 0]
    area = np.where(np.abs(area) < 1e-6, np.inf, area)
    u = (offset[:, 0] * second[:, 1] - offset[:, 1] * second[:, 0]) / area
    v = (first[:, 0] * offset[:, 1] - first[:, 1] * offset[:, 0]) / area
    share = np.clip(np.stack([1 - u - v, u, v], 1), 0, 1)
    share /= share.sum(1, keepdims=True)
    found = (share[..., None] * corners).sum(1)
    off_px = np.linalg.norm(found[:, :2] - point, axis=1)
    best = int((found[:, 2] + OFF_TO_DEPTH * off_px).argmin())
    return best, share[best]


def _triangles(head: Head, base: Base) -> tuple[Ints, Ints]:
    """Of the skin that faces the camera, without what lies behind the eyes' front, and of the eyes."""
    groups = []
    for wanted in (("body",), ("helper-l-eye", "helper-r-eye")):
        quads = [corners for group, corners, _ in base.faces if group in wanted]
        groups.append(np.array([[quad[0], quad[i], quad[i + 1]] for quad in quads for i in range(1, len(quad) - 1)]))
    skin, eyes = groups
    corners = head.vertices[skin]
    normals = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    skin = skin[-normals[:, 1] > FACING * np.linalg.norm(normals, axis=1)]
    middle = head.vertices[skin].mean(1)
    deep = np.zeros(len(skin), bool)
    for centre in head.eyes:
        beside = np.linalg.norm((middle - centre)[:, [0, 2]], axis=1) < 1.2 * head.eye_radius
        deep |= beside & (middle[:, 1] > centre[1] - 0.3 * head.eye_radius)
    return skin[~deep], eyes


def expression_basis(
    person: dict, archive: Archive, points: Floats, shot: tuple[float, float, float], side_px: int
) -> tuple[list[str], Floats]:
    """Names of the expression units, and what each moves the 478 points by at full weight: (units, 478, 3) px."""
    head = shape(person, archive)
    seen = project(head.vertices, head.unit, shot, side_px)
    index, shares = attach(points, seen, head, load_base(archive.path))
    names = archive.units()
    moved = []
    for name in names:
        offset = project(head.vertices + expression_offset(archive, name), head.unit, shot, side_px) - seen
        moved.append((offset[index] * shares[..., None]).sum(1))
    return names, np.array(moved)
