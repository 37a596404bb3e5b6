"""A product that lies on a plane, or hangs on it: its outline, a little thick."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from lingtu.imaging import raycast
from lingtu.imaging.colour import Floats
from lingtu.imaging.composite import visible_part
from lingtu.imaging.lamps import Samples, across_of
from lingtu.imaging.scene import Camera, Vector

_SIDE = 192  # px of the outline's picture
#: Thickness as a share of the shorter side: of what hangs, of lying things as broad as long (clothes, plates), and of
#: lying things twice as long or more (bottles, tubes, pens), which are round as a rule.
_HANGING, _BROAD, _LONG = 0.16, 0.12, 0.8
#: Of what lies and has a handle: cups and jugs are about 0.9, handbags 0.4. Clothes and plates have none.
_HANDLED = 0.5
#: A hole's area, of the outline's with it: a handle's; slings' and rings' are larger. Less than the last is noise.
_HANDLE_FROM, _HANDLE_TO, _NO_HOLE = 0.04, 0.25, 0.004
_LAYERS = np.linspace(0.02, 0.75, 8, dtype=np.float32)  # of the thickness
_BLUR_PX = 1.5  # of the outline's picture


@dataclass(frozen=True, kw_only=True, eq=False)
class Slab:
    """Coordinates are those of `frame` about `origin`."""

    origin: Vector
    #: 3 x 3: two axes of the plane, its normal; rows.
    frame: Vector
    #: Square, over +-reach_m along the first axis and against the second one.
    alpha: Floats
    reach_m: float
    thickness_m: float

    def kept(self, points: Floats, normals: Floats, samples: Samples, weights: Floats, side: int) -> Floats:
        """`raycast.past_slab` for receivers N x 3 of the frame; side, as for `Solid.kept`, says how finely."""
        own = samples.seen_from(self.origin, self.frame)
        layers = _LAYERS[:: 1 if side >= _SIDE // 2 else 3] * np.float32(self.thickness_m)  # 8, or 3
        rays = raycast.Rays(points, normals, own.values.astype(np.float32), own.at_position, weights)
        return raycast.past_slab(rays, self.alpha, self.reach_m, layers, own.aim())


def build(alpha: Floats, camera: Camera, point: Vector, normal: Vector) -> Slab | None:
    """What alpha, H x W, shows, flat on the plane; None where the camera does not see the plane."""
    rows, columns = visible_part(alpha, 0.02)
    x_px = np.array([columns.start, columns.stop, columns.start, columns.stop], np.float64)
    y_px = np.array([rows.start, rows.start, rows.stop, rows.stop], np.float64)
    rays = camera.rays(x_px, y_px)
    facing = rays @ normal
    if (np.abs(facing) < 1e-4).any():
        return None
    depth = ((point - camera.position) @ normal) / facing
    if (depth <= 0).any():
        return None
    corners = camera.position + depth[:, None] * rays
    origin = corners.mean(axis=0)
    first, second = across_of(normal)
    frame = np.stack([first, second, normal])
    reach = 1.1 * float(np.linalg.norm(corners - origin, axis=1).max()) + 1e-4
    sides = (float(np.linalg.norm(corners[1] - corners[0])), float(np.linalg.norm(corners[2] - corners[0])))
    thickness = min(sides) * (_lying_share(sides, alpha[rows, columns]) if normal[2] > 0.7 else _HANGING)
    steps = ((np.arange(_SIDE) + 0.5) / _SIDE * 2 - 1) * reach
    points = origin + steps[None, :, None] * first - steps[:, None, None] * second
    place = (camera.project(points + 0.5 * thickness * normal) - 0.5).astype(np.float32)  # where it is broadest
    return Slab(
        origin=origin,
        frame=frame,
        alpha=cv2.GaussianBlur(cv2.remap(alpha, place[..., 0], place[..., 1], cv2.INTER_LINEAR), (0, 0), _BLUR_PX),
        reach_m=reach,
        thickness_m=thickness,
    )


def _lying_share(sides: tuple[float, float], alpha: Floats) -> float:
    """Thickness of what lies, as a share of its shorter side: a guess, as an outline doesn't tell it."""
    length = max(sides) / max(min(sides), 1e-6)
    share = _BROAD + min(max((length - 1.05) / 0.9, 0.0), 1.0) * (_LONG - _BROAD)
    return max(share, _HANDLED) if has_handle(alpha) else share


def has_handle(alpha: Floats) -> bool:
    """Whether an outline, h x w, has one hole as large as a handle's, and no other."""
    scale = min(1.0, _SIDE / max(alpha.shape))
    small = cv2.resize(alpha, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    contours, tree = cv2.findContours((small > 0.5).astype(np.uint8), cv2.RETR_CCOMP, cv2.CHAIN_APPROX_NONE)
    if not contours:
        return False
    parents = tree[0, :, 3]  # -1: an outline's own
    areas = np.array([cv2.contourArea(contour) for contour in contours])
    holes = areas[parents >= 0] / max(float(areas[parents < 0].sum()), 1.0)
    holes = holes[holes > _NO_HOLE]
    return len(holes) == 1 and _HANDLE_FROM < float(holes[0]) < _HANDLE_TO
