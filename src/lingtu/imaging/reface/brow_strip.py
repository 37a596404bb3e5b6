"""A brow rolled out: a strip along the smooth line through the mesh's brow."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.people.mesh import FaceMesh

Floats = NDArray[np.float32]
Box = tuple[slice, slice]

#: Points from the nose outward: the brow's upper and lower edge, of the person's right brow and of the left one.
EDGES = (
    ((107, 66, 105, 63, 70), (55, 65, 52, 53, 46)),
    ((336, 296, 334, 293, 300), (285, 295, 282, 283, 276)),
)
#: What a strip shows beyond the brow's ends, lengths of the brow, and to either side, widths of the face.
BEYOND, REACH = (0.3, 0.35), 0.11
#: Size of a strip in px: it is measured, not shown.
COLUMNS, ROWS = 128, 64
#: From a straight line's guess, Newton's method finds a pixel's place along a brow in so many steps.
STEPS = 2
#: Below this luminance nothing is told apart: JPEGs have noise there.
FLOOR = 0.002


@dataclass(frozen=True)
class Line:
    """Along a brow from the nose outward: points and upward normals K x 2 px, and where along the brow each is, 0 to 1.

    `width`: of the face, px, the unit across.
    """

    points: Floats
    normals: Floats
    along: Floats
    width: float

    def strip(self, picture: Floats) -> Floats:
        """ROWS x COLUMNS of a picture, the topmost row the highest on the forehead."""
        heights = np.linspace(REACH, -REACH, ROWS, dtype=np.float32)[:, None, None] * self.width
        places = self.points[None] + heights * self.normals[None]
        return np.asarray(
            cv2.remap(picture, places, None, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE), np.float32
        )

    def places(self, along: Floats, above: Floats) -> Floats:
        """Pixels at these places along and above the line, H x W x 2."""
        return _at(along, self.along, self.points) + (above * self.width)[..., None] * _at(
            along, self.along, self.normals
        )

    def coordinates(self, shape: tuple[int, ...]) -> tuple[Box, Floats, Floats]:
        """A box of the picture around the line, and where along it and above it each pixel in it is."""
        reach = REACH * self.width
        left, top = (max(0, int(each)) for each in self.points.min(axis=0) - reach)
        right, bottom = (int(each) for each in np.minimum(self.points.max(axis=0) + reach + 1, (shape[1], shape[0])))
        y, x = np.mgrid[top : max(bottom, top + 1), left : max(right, left + 1)].astype(np.float32)
        pixels = np.dstack([x, y])
        chord = self.points[-1] - self.points[0]
        along = np.interp((pixels - self.points[0]) @ chord, (self.points - self.points[0]) @ chord, self.along)
        slopes = np.gradient(self.points, self.along, axis=0)
        for _ in range(STEPS):
            slope = _at(along, self.along, slopes)
            off = pixels - _at(along, self.along, self.points)
            along = along + (off * slope).sum(axis=-1) / np.maximum((slope**2).sum(axis=-1), 1e-6)
            along = along.clip(self.along[0], self.along[-1])
        off = pixels - _at(along, self.along, self.points)
        above = (off * _at(along, self.along, self.normals)).sum(axis=-1) / self.width
        return (slice(top, top + x.shape[0]), slice(left, left + x.shape[1])), along.astype(np.float32), above


def _at(along: Floats, known: Floats, values: Floats) -> Floats:
    """Values K x 2 at places between the known ones, H x W x 2."""
    return np.dstack([np.interp(along, known, values[:, axis]) for axis in (0, 1)]).astype(np.float32)


def line_of(mesh: FaceMesh, side: int) -> Line:
    """The line of the person's right (0) or left (1) brow: a parabola through the middle of the mesh's brow."""
    upper, lower = (mesh.flat[list(each)] for each in EDGES[side])
    middle = (upper + lower) / 2
    steps = np.r_[0, np.cumsum(np.linalg.norm(np.diff(middle, axis=0), axis=1))]
    steps /= max(float(steps[-1]), 1e-3)
    along = np.linspace(-BEYOND[0], 1 + BEYOND[1], COLUMNS)
    bends = [np.polyfit(steps, middle[:, axis], 2) for axis in (0, 1)]
    # Beyond the brow's ends it goes on straight.
    within = along.clip(-0.05, 1.05)
    slopes = np.stack([np.polyval(np.polyder(bend), within) for bend in bends], axis=1)
    points = np.stack([np.polyval(bend, within) for bend in bends], axis=1) + slopes * (along - within)[:, None]
    slopes /= np.maximum(np.linalg.norm(slopes, axis=1, keepdims=True), 1e-6)
    normals = np.stack([slopes[:, 1], -slopes[:, 0]], axis=1)
    if float((normals @ mesh.up).mean()) < 0:
        normals = -normals
    return Line(points.astype(np.float32), normals.astype(np.float32), along.astype(np.float32), mesh.width_px)


def sampled(strip: Floats, along: Floats, above: Floats) -> Floats:
    """A strip's values at places along and above its line, H x W."""
    columns = (along + BEYOND[0]) / (1 + sum(BEYOND)) * (COLUMNS - 1)
    rows = (REACH - above) / (2 * REACH) * (ROWS - 1)
    return np.asarray(
        cv2.remap(
            strip,
            columns.astype(np.float32),
            rows.astype(np.float32),
            cv2.INTER_LINEAR,
            borderMode=cv2.BORDER_REPLICATE,
        ),
        np.float32,
    )


def log_light(rgb: Floats) -> Floats:
    """Log luminance of sRGB, H x W."""
    luminance = rgb.clip(0, 1) ** 2.2 @ np.array([0.2126, 0.7152, 0.0722], np.float32)
    return np.asarray(np.log(luminance + FLOOR), np.float32)
