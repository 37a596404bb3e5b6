"""A product as a solid, guessed from its outline: a stack of slices of its base's shape, as wide as the outline."""

from __future__ import annotations

from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging import raycast
from lingtu.imaging.colour import Floats
from lingtu.imaging.composite import visible_part
from lingtu.imaging.footing import SOLID, Footing
from lingtu.imaging.lamps import Samples
from lingtu.imaging.scene import Camera, Vector

SLICES, ACROSS = 96, 96  # of the stack, and alpha values in each
CHORDS = 24  # along a slice's outline
_TALLEST = 8.0  # of the width: what seems taller stands up against no known plane


@dataclass(frozen=True, kw_only=True, eq=False)
class Solid:
    """A stack of slices over the base; coordinates are those of the footing's frame."""

    footing: Footing
    #: SLICES x ACROSS, from the left end of each slice to its right one, the lowest first.
    rows: Floats
    #: Of each slice: its middle to the right of the base's, and half of its width; 0 where there is none.
    centre_m: Floats
    half_m: Floats
    #: Half of its widest part without a gap: a handle is no deeper than it is, and makes nothing else so.
    deep_m: Floats
    height_m: float

    @property
    def origin(self) -> Vector:
        return self.footing.centre

    @property
    def frame(self) -> Vector:
        return self.footing.frame

    @property
    def reach_m(self) -> float:
        """Radius about the base's centre that holds all of it."""
        wide = float((np.abs(self.centre_m) + self.half_m * max(1.0, self._depth_share)).max())
        return 1.05 * float(np.hypot(wide, self.height_m)) + 1e-3

    @property
    def radius_m(self) -> float:
        """Half of its largest extent along the plane."""
        return float(self.half_m.max()) * max(1.0, self._depth_share) + 1e-3

    @property
    def _depth_share(self) -> float:
        return self.footing.half_depth_m / self.footing.half_width_m

    def kept(self, points: Floats, normals: Floats, samples: Samples, weights: Floats, side: int) -> Floats:
        """`raycast.past_solid` for receivers N x 3 of the footing's frame; masks are side x side."""
        own = samples.seen_from(self.footing.centre, self.footing.frame)
        middle = np.array([0.0, 0.0, 0.4 * self.height_m])
        towards = own.values - middle if own.at_position else own.values
        towards = towards / np.linalg.norm(towards, axis=1, keepdims=True)
        mask = raycast.Mask(side, self.reach_m)
        frames, chords = self._frames(towards)
        sizes = np.stack([self.centre_m, self.half_m, self.deep_m], axis=1)
        masks = raycast.silhouettes(self.rows, sizes, self.height_m, frames, chords, mask)
        size = (self.reach_m, self.radius_m, self.height_m)
        rays = raycast.Rays(points, normals, own.values.astype(np.float32), own.at_position, weights)
        return raycast.past_solid(rays, masks, np.ascontiguousarray(frames[:, 2]), size, own.aim())

    def _frames(self, directions: Vector) -> tuple[Floats, Floats]:
        """Frames and chords for `raycast.silhouettes` of unit vectors S x 3 of the footing's frame."""
        flat = np.hypot(directions[:, 0], directions[:, 1])
        towards = directions[:, :2] / np.maximum(flat, 1e-6)[:, None]
        towards = np.where(flat[:, None] > 1e-6, towards, np.array([1.0, 0.0]))
        across = np.stack([-towards[:, 1], towards[:, 0]], axis=1)
        wide, chords = self.footing.chords(across, towards, CHORDS)
        up = -chords[..., ::-1] * directions[:, 2, None, None]
        frames = np.stack([across[:, 0], -towards[:, 0] * directions[:, 2], flat, wide], axis=1)
        return frames.astype(np.float32), np.sort(up, axis=2).astype(np.float32)


def build(alpha: Floats, camera: Camera, footing: Footing, overhang: float = np.inf) -> Solid:
    """The solid that the camera sees as alpha, H x W; it is no deeper than so many times its base."""
    rows, columns = visible_part(alpha, 0.02)
    corners_x = np.array([columns.start, columns.stop, columns.start, columns.stop], np.float64)
    corners_y = np.array([rows.start, rows.start, rows.stop, rows.stop], np.float64)
    upright = _upright_points(camera, corners_x, corners_y, footing)
    half = float(np.abs(upright[:, 0]).max()) + 1e-4
    height = float(np.clip(upright[:, 1].max(), 0.05 * footing.half_width_m, 2 * _TALLEST * half))
    tilt = _tilt(camera, footing)
    low = -footing.half_depth_m * tilt  # the front of the base shows below its middle
    step = height / SLICES
    below = int(np.ceil(-low / step)) + 1 if step > 0 else 1
    z = (np.arange(-below, SLICES).astype(np.float64) + 0.5) * step
    x = ((np.arange(2 * ACROSS).astype(np.float64) + 0.5) / (2 * ACROSS) * 2 - 1) * half
    seen = _seen(alpha, camera, footing, x, z)
    solid = _slices(seen, x, step, below, height, tilt, footing)
    deepest = np.float32(overhang * footing.half_width_m)
    return replace(solid, deep_m=np.minimum(solid.deep_m, deepest))


def _upright_points(camera: Camera, x_px: Vector, y_px: Vector, footing: Footing) -> Vector:
    """(right, up) of picture points on the plane through the base's middle that faces the camera."""
    _, away, _ = footing.frame
    rays = camera.rays(x_px, y_px)
    depth = ((footing.centre - camera.position) @ away) / np.maximum(rays @ away, 1e-6)
    own: Vector = (camera.position + depth[:, None] * rays - footing.centre) @ footing.frame.T
    return own[:, [0, 2]]


def _tilt(camera: Camera, footing: Footing) -> float:
    """Tangent of the angle at which the camera looks down on the base."""
    own = footing.frame @ (footing.centre - camera.position)
    return float(np.clip(-own[2] / max(own[1], 1e-6), 0.0, 3.0))


def _seen(alpha: Floats, camera: Camera, footing: Footing, x: Vector, z: Vector) -> Floats:
    """Alpha on the upright plane, a row for each z."""
    right, _, up = footing.frame
    points = footing.centre + x[None, :, None] * right + z[:, None, None] * up
    place = (camera.project(points) - 0.5).astype(np.float32)
    factor = max(1.0, abs(float(place[0, -1, 0] - place[0, 0, 0])) / len(x))
    soft = cv2.blur(alpha, (int(factor), int(factor))) if factor >= 2 else alpha
    found: Floats = cv2.remap(soft, place[..., 0], place[..., 1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT)
    return found


def _slices(seen: Floats, x: Vector, step: float, below: int, height: float, tilt: float, footing: Footing) -> Solid:
    solid = seen > 0.5 * SOLID
    some = solid.any(axis=1)
    left = np.where(some, x[solid.argmax(axis=1)], 0.0)
    right = np.where(some, x[len(x) - 1 - solid[:, ::-1].argmax(axis=1)], 0.0)
    grain = x[1] - x[0]
    centre, half = (left + right) / 2, np.where(some, (right - left + grain) / 2, 0.0)
    own = _deflated(half, step, tilt * footing.half_depth_m / footing.half_width_m)
    places = ((np.arange(ACROSS) + 0.5) / ACROSS * 2 - 1)[None, :] * half[below:, None] + centre[below:, None]
    columns = ((places - x[0]) / grain).astype(np.float32)
    row_numbers = np.repeat(np.arange(below, below + SLICES, dtype=np.float32)[:, None], ACROSS, axis=1)
    rows = cv2.remap(seen, columns, row_numbers, cv2.INTER_LINEAR)
    return Solid(
        footing=footing,
        rows=np.ascontiguousarray(rows, np.float32),
        centre_m=centre[below:].astype(np.float32),
        half_m=own[below:].astype(np.float32),
        deep_m=np.minimum(_longest_run(solid[below:]) * grain / 2, own[below:]).astype(np.float32),
        height_m=height,
    )


def _longest_run(solid: NDArray[np.bool_]) -> Vector:
    """Of each row, the length of its longest piece."""
    run, longest = np.zeros(len(solid)), np.zeros(len(solid))
    for column in solid.T:
        run = np.where(column, run + 1, 0)
        longest = np.maximum(longest, run)
    return longest


def _deflated(half: Vector, step: float, lean: float) -> Vector:
    """Half widths of the slices whose leaning ellipses together fill an outline of these half widths.

    A slice of half width a covers the rows up to a lean above and below it; it fits where every row holds its ellipse.
    """
    number = np.arange(len(half))
    own = half.copy()
    for _ in range(4):
        fitting = own.copy()
        for share in (-1.0, -0.8, -0.5, 0.5, 0.8, 1.0):
            there = np.interp(number + share * own * lean / step, number, half, left=half[0], right=0.0)
            fitting = np.minimum(fitting, there / max(np.sqrt(1 - share**2), 0.15))
        own = (own + fitting) / 2
    return fitting
