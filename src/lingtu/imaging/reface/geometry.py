"""Where each pixel of the new face comes from: the sitter's shape in the photo's pose and expression."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numba import njit
from numpy.typing import NDArray

from lingtu.imaging.people.canonical import COUNT, Canonical
from lingtu.imaging.people.mesh import MOUTH, OUTLINE, FaceMesh
from lingtu.imaging.reface.regions import blurred, smooth_step
from lingtu.imaging.reface.sitter import Sitter

Floats = NDArray[np.float32]
Ints = NDArray[np.int32]

#: Within so many cm of the outline the photo's shape fades in: jaw, hair and neck stay as they are.
OUTLINE_CM = 1.9
#: No point moves farther, cm: more is a fault of one of the meshes.
FARTHEST_CM = 1.3
#: Turns between which the far half gives up the sitter's shape, and how far from the middle it begins to, and has, cm.
TURNED_DEG, FAR_CM = (15.0, 35.0), (1.0, 4.5)
#: Of the change in how far the eyes are open, and lips apart (in mouth widths) from which a mouth counts as open.
EYE_OPENING, MOUTH_OPEN = 0.5, 0.045
#: Pairs of points of upper and lower lids and lips.
_LIDS = tuple(zip((160, 159, 158, 161, 157), (144, 145, 153, 163, 154), strict=True)) + tuple(
    zip((387, 386, 385, 388, 384), (373, 374, 380, 390, 381), strict=True)
)
_LIPS = tuple(zip((82, 13, 312, 81, 311, 80, 310, 191, 415), (87, 14, 317, 178, 402, 88, 318, 95, 324), strict=True))


@dataclass(frozen=True)
class Source:
    """For each pixel its place in the sitter's view, H x W x 2, and where there is one, 0 or 1."""

    places: Floats
    inside: Floats


def is_mouth_open(mesh: FaceMesh) -> bool:
    gap = np.linalg.norm(mesh.flat[13] - mesh.flat[14])
    return bool(gap > MOUTH_OPEN * np.linalg.norm(mesh.flat[61] - mesh.flat[291]))


def new_shape(
    mesh: FaceMesh, sitter: Sitter, weights: Floats, resting: Floats, strength: float, canonical: Canonical
) -> Floats:
    """The points, 468 x 3 px: the photo's outline, pose and expression with the sitter's features.

    `weights`, `resting`: units of expression of the photo's face and of the sitter at rest.
    """
    pose = canonical.pose(mesh.points)
    own = pose.undo(mesh.points[:COUNT])
    moved = np.tensordot((weights - resting).clip(-0.5, 1), sitter.units, axes=1)
    change = sitter.shape + moved - own
    # Both sides change alike: depth errors of a single view are not.
    change = 0.5 * (change + change[canonical.mirror] * np.array([-1, 1, 1], np.float32))
    change = change.clip(-FARTHEST_CM, FARTHEST_CM)
    change *= _freedom(mesh, weights, canonical)[:, None]
    if not is_mouth_open(mesh):
        for upper, lower in _LIPS:
            change[[upper, lower]] = change[[upper, lower]].mean(axis=0)
    for upper, lower in _LIDS:
        middle = change[[upper, lower], 1].mean()
        change[[upper, lower], 1] = middle + EYE_OPENING * (change[[upper, lower], 1] - middle)
    change *= strength * smooth_step(_to_outline(canonical) / OUTLINE_CM)[:, None]
    change *= _near_side(pose.yaw_deg, canonical)[:, None]
    return np.asarray(mesh.points[:COUNT] + pose.turn(change.astype(np.float32)), np.float32)


def _freedom(mesh: FaceMesh, weights: Floats, canonical: Canonical) -> Floats:
    """How far each point may leave the photo's: an open or smiling mouth stays where it is."""
    to_mouth = np.linalg.norm(canonical.points[:, None] - canonical.points[None, list(MOUTH)], axis=-1).min(axis=1)
    smile = float(weights[44:46].mean())
    held = 1.0 if is_mouth_open(mesh) else min(1.0, 0.9 * smile)
    return np.asarray(1 - held * (1 - smooth_step(to_mouth.astype(np.float32) / 1.6)), np.float32)


def _near_side(yaw_deg: float, canonical: Canonical) -> Floats:
    """0 on the half of a turned face that is hardly seen: its contour, eye and brow stay where they are."""
    turned = (abs(yaw_deg) - TURNED_DEG[0]) / (TURNED_DEG[1] - TURNED_DEG[0])
    beyond = (-np.sign(yaw_deg) * canonical.points[:, 0] - FAR_CM[0]) / (FAR_CM[1] - FAR_CM[0])
    return 1 - smooth_step(np.array(turned, np.float32)) * smooth_step(beyond)


def _to_outline(canonical: Canonical) -> Floats:
    """Distance of each point from the outline as seen from the front, cm."""
    corners = canonical.points[list(OUTLINE), :2]
    following = np.roll(corners, -1, axis=0)
    shares = np.linspace(0, 1, 8, endpoint=False)[:, None, None]
    dense = (corners * (1 - shares) + following * shares).reshape(-1, 2)
    apart = np.linalg.norm(canonical.points[:, None, :2] - dense[None], axis=-1)
    return np.asarray(apart.min(axis=1), np.float32)


def trace(points: Floats, view: FaceMesh, canonical: Canonical, shape: tuple[int, int], width: float) -> Source:
    """The map from the new face's pixels to the view's; a little smoothed, so that no triangle shows."""
    places, inside = _rasterise(
        points.astype(np.float32), view.flat[:COUNT].astype(np.float32), canonical.triangles, shape[0], shape[1]
    )
    radius = 0.012 * width
    weight = np.maximum(blurred(inside, radius), 1e-3)
    smooth = blurred(places * inside[..., None], radius) / weight[..., None]
    return Source(np.asarray(smooth * inside[..., None], np.float32), inside)


@njit(cache=True)  # type: ignore[untyped-decorator]
def _rasterise(points: Floats, targets: Floats, triangles: Ints, height: int, width: int) -> tuple[Floats, Floats]:
    """Triangles that face the camera, the nearest counts: linear places of their corners' targets."""
    places = np.zeros((height, width, 2), np.float32)
    depth = np.full((height, width), np.float32(1e9))
    inside = np.zeros((height, width), np.float32)
    for index in range(triangles.shape[0]):
        a, b, c = triangles[index, 0], triangles[index, 1], triangles[index, 2]
        ax, ay, bx, by, cx, cy = points[a, 0], points[a, 1], points[b, 0], points[b, 1], points[c, 0], points[c, 1]
        area = (bx - ax) * (cy - ay) - (by - ay) * (cx - ax)
        if area > -0.05:
            continue
        left, right = max(int(min(ax, bx, cx)), 0), min(int(max(ax, bx, cx)) + 2, width)
        top, bottom = max(int(min(ay, by, cy)), 0), min(int(max(ay, by, cy)) + 2, height)
        for y in range(top, bottom):
            for x in range(left, right):
                v = ((x - ax) * (cy - ay) - (y - ay) * (cx - ax)) / area
                w = ((bx - ax) * (y - ay) - (by - ay) * (x - ax)) / area
                u = 1 - v - w
                if u < -0.02 or v < -0.02 or w < -0.02:
                    continue
                z = u * points[a, 2] + v * points[b, 2] + w * points[c, 2]
                if z >= depth[y, x]:
                    continue
                depth[y, x] = z
                inside[y, x] = 1
                for axis in range(2):
                    places[y, x, axis] = u * targets[a, axis] + v * targets[b, axis] + w * targets[c, axis]
    return places, inside


def sample(source: Source, rgb: Floats) -> Floats:
    """A picture's pixels at the source's places; H x W or H x W x 3 in [0, 1]."""
    return np.asarray(
        cv2.remap(rgb, source.places, None, cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE), np.float32
    ).clip(0, 1)
