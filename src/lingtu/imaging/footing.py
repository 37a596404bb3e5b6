"""Where a product touches what it stands on, read from the lower edge of its outline and the camera.

Each column's lowest pixel, put onto the plane, gives the front half of the base; the back half is its mirror image.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from lingtu.imaging.colour import Floats
from lingtu.imaging.composite import visible_part
from lingtu.imaging.scene import Camera, Vector

SOLID = 0.5  # alpha from which a pixel belongs to the outline
_DEEPEST = 0.5  # of the width: half of the depth is no more; a rounded lower edge only seems to reach further back
_SEEMING = 0.6  # of the width: what seems further back than that hangs above the plane
_FLATTEST = 0.2  # a straight lower edge tells nothing of depth: half of it, of half the width, is at least so much
_USUAL = 0.45  # and that much when the edge is straight
_STRAIGHT = 0.08  # of the width
_END_SHARE = 0.04  # of the columns at each end, which say how far back the ends of the base are


@dataclass(frozen=True, kw_only=True, eq=False)
class Footing:
    """The base of a product on a plane, in the plane's frame."""

    #: Centre of the base, world.
    centre: Vector
    #: 3 x 3: its right as the camera sees it, away from the camera along the plane, the plane's normal; rows.
    frame: Vector
    half_width_m: float
    half_depth_m: float
    #: P x 2: the outline, right and away, convex; shares of half_width_m.
    outline: Vector
    #: The canvas' lower edge hides the base.
    cut_off: bool

    def chords(self, across: Vector, along: Vector, count: int) -> tuple[Vector, Vector]:
        """The outline in S frames of unit vectors S x 2: half its width, and what of `along` it covers there.

        S values and S x count x 2, from one end of the width to the other; shares of half_width_m.
        """
        x, y = across @ self.outline.T, along @ self.outline.T
        half = (x.max(axis=1) - x.min(axis=1)) / 2
        places = (((np.arange(count) + 0.5) / count * 2 - 1) * half[:, None] + (x.max(axis=1) - half)[:, None])[
            ..., None
        ]
        next_x, next_y = np.roll(x, -1, axis=1)[:, None], np.roll(y, -1, axis=1)[:, None]
        x, y = x[:, None], y[:, None]
        run = np.where(np.abs(next_x - x) < 1e-9, 1e-9, next_x - x)
        share = (places - x) / run
        met = y + share * (next_y - y)
        crossed = (share >= 0) & (share <= 1)
        low = np.where(crossed, met, np.inf).min(axis=2)
        high = np.where(crossed, met, -np.inf).max(axis=2)
        found = np.stack([low, high], axis=2)
        return half, np.where(np.isfinite(found), found, 0.0)


def find(alpha: Floats, camera: Camera, point: Vector, normal: Vector) -> Footing | None:
    """The base of what alpha, H x W, shows, on the plane; None when the plane is not in view below it."""
    rows, columns = visible_part(alpha, SOLID)
    if rows.start == rows.stop:
        return None
    x_px, bottom_px = _lower_edge(alpha, rows, columns)
    ground = _on_plane(camera, x_px, bottom_px, point, normal)
    lowest = bottom_px >= bottom_px.max() - 1
    front = ground[lowest].mean(axis=0)
    if not np.isfinite(front).all():
        return None
    frame = _frame_at(front, camera, normal)
    return _footing(((ground - front) @ frame.T)[:, :2], front, frame, rows.stop >= alpha.shape[0])


def _lower_edge(alpha: Floats, rows: slice, columns: slice) -> tuple[Vector, Vector]:
    """x and y, px, of the lowest solid point of every column that has one: to a part of a pixel, by its alpha."""
    solid = alpha[rows, columns] > SOLID
    filled = np.flatnonzero(solid.any(axis=0))
    last = rows.stop - 1 - solid[::-1, filled].argmax(axis=0)
    inner = alpha[last, columns.start + filled].astype(np.float64)
    below = np.minimum(last + 1, alpha.shape[0] - 1)
    outer = np.where(below > last, alpha[below, columns.start + filled], 0.0)
    edge = last + 0.5 + np.clip((inner - SOLID) / np.maximum(inner - outer, 1e-3), 0.0, 1.0)
    return columns.start + filled + 0.5, edge


def _on_plane(camera: Camera, x_px: Vector, y_px: Vector, point: Vector, normal: Vector) -> Vector:
    """World points N x 3 that picture points show on a plane; NaN where they look past it."""
    rays = camera.rays(x_px, y_px)
    facing = rays @ normal
    with np.errstate(divide="ignore", invalid="ignore"):
        depth = ((point - camera.position) @ normal) / facing
    depth = np.where((depth > 0) & np.isfinite(depth), depth, np.nan)
    found: Vector = camera.position + depth[:, None] * rays
    return found


def _frame_at(point: Vector, camera: Camera, normal: Vector) -> Vector:
    """Right, away, up at a point of the plane, seen from the camera."""
    away = point - camera.position
    away = away - (away @ normal) * normal
    if np.linalg.norm(away) < 1e-6:
        away = camera.rotation[:, 1]
        away = away - (away @ normal) * normal
    away = away / np.linalg.norm(away)
    return np.stack([np.cross(away, normal), away, normal])


def _footing(edge: Vector, front: Vector, frame: Vector, cut_off: bool) -> Footing:
    """From the lower edge, N x 2: (right, away) of its frontmost point."""
    edge = edge[np.isfinite(edge).all(axis=1)]
    touching = _touching(edge)
    left, right = touching[:, 0].min(), touching[:, 0].max()
    half_width = max((right - left) / 2, 1e-4)
    ends = max(1, round(_END_SHARE * len(touching)))
    order = np.argsort(touching[:, 0])
    depths = [float(touching[order[part], 1].max()) for part in (slice(None, ends), slice(-ends, None))]
    middle = min(sum(depths) / 2, 2 * _DEEPEST * half_width)
    straight = middle < 2 * _STRAIGHT * half_width or cut_off
    half_depth = _USUAL * half_width if straight else max(middle, _FLATTEST * half_width)
    centre = np.array([(left + right) / 2, half_depth])
    if straight:
        angles = np.linspace(0, 2 * np.pi, 32, endpoint=False)
        outline = np.stack([_rounded(np.cos(angles)), half_depth / half_width * _rounded(np.sin(angles))], axis=1)
    else:
        own = (touching - centre) / half_width
        own[:, 1] = np.maximum(own[:, 1], -half_depth / half_width)
        outline = np.concatenate([own, -own])
    hull = cv2.convexHull(outline.astype(np.float32))[:, 0].astype(np.float64)
    return Footing(
        centre=front + centre @ frame[:2],
        frame=frame,
        half_width_m=half_width,
        half_depth_m=half_depth,
        outline=hull,
        cut_off=cut_off,
    )


def _touching(edge: Vector) -> Vector:
    """The part of the edge that lies on the plane: what seems too far back for the base's width hangs above it."""
    touching = edge
    for _ in range(3):
        width = max(float(np.ptp(touching[:, 0])), 1e-4)
        kept = edge[edge[:, 1] <= _SEEMING * width]
        if len(kept) == len(touching):
            break
        touching = kept
    return touching


def _rounded(values: Vector) -> Vector:
    """From a circle to a rounded square."""
    result: Vector = np.sign(values) * np.abs(values) ** 0.5
    return result
