"""Regions of a face as soft masks, from its mesh."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.people.mesh import CORE, EYES, LIPS, MOUTH, NOSTRILS, OUTLINE, FaceMesh

Floats = NDArray[np.float32]

_SUBPIXEL_BITS = 3


@dataclass(frozen=True)
class Regions:
    """Masks H x W in [0, 1] of a face in a picture of `shape`."""

    mesh: FaceMesh
    shape: tuple[int, int]

    @property
    def width(self) -> float:
        """Of the face, px: the unit of lengths here."""
        return self.mesh.width_px

    def polygon(self, points: Floats) -> Floats:
        mask = np.zeros(self.shape, np.float32)
        corners = np.rint(points * (1 << _SUBPIXEL_BITS)).astype(np.int32)
        cv2.fillPoly(mask, [corners], 1.0, lineType=cv2.LINE_AA, shift=_SUBPIXEL_BITS)
        return mask

    def outline(self, indices: tuple[int, ...]) -> Floats:
        """The polygon through these points of the mesh."""
        return self.polygon(self.mesh.flat[list(indices)])

    def hull(self, indices: tuple[int, ...]) -> Floats:
        return self.polygon(cv2.convexHull(np.ascontiguousarray(self.mesh.flat[list(indices)], np.float32))[:, 0])

    @cached_property
    def oval(self) -> Floats:
        return self.outline(OUTLINE)

    @cached_property
    def eyes(self) -> Floats:
        return np.maximum(*(self.outline(eye.ring) for eye in EYES))

    @cached_property
    def brows(self) -> Floats:
        return np.maximum(*(self.hull(eye.brow) for eye in EYES))

    @cached_property
    def lips(self) -> Floats:
        return self.outline(LIPS)

    @cached_property
    def mouth(self) -> Floats:
        return self.outline(MOUTH)

    @cached_property
    def nostrils(self) -> Floats:
        return self.hull(NOSTRILS)

    @cached_property
    def features(self) -> Floats:
        """Eyes, brows, lips and nostrils with a margin: what is not plain skin."""
        margin = 0.02 * self.width
        parts = (
            grown(self.eyes, 1.5 * margin),
            grown(self.brows, 1.2 * margin),
            grown(self.lips, margin),
            grown(self.nostrils, 0.5 * margin),
        )
        return np.asarray(np.max(parts, axis=0), np.float32)

    @cached_property
    def core(self) -> Floats:
        """Skin in every face."""
        return np.asarray(self.hull(CORE) * (1 - self.features), np.float32)


def grown(mask: Floats, radius: float) -> Floats:
    """A mask widened by a radius in px."""
    reach = max(1, round(radius))
    if reach > 6:
        away = cv2.distanceTransform((mask < 0.5).astype(np.uint8), cv2.DIST_L2, 5)
        return np.asarray(away <= reach, np.float32)
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * reach + 1, 2 * reach + 1))
    return np.asarray(cv2.dilate(mask, disc), np.float32)


def shrunk(mask: Floats, radius: float) -> Floats:
    return 1 - grown(1 - mask, radius)


def smooth_step(value: Floats) -> Floats:
    """From 0 to 1 without corners."""
    value = np.clip(value, 0, 1)
    return np.asarray(value * value * (3 - 2 * value), np.float32)


def blurred(picture: Floats, radius: float) -> Floats:
    """A Gaussian; wide ones at a reduced size."""
    scale = min(1.0, 6 / max(radius, 1e-3))
    if scale > 0.7:
        return np.asarray(cv2.GaussianBlur(picture, (0, 0), max(radius, 0.3)), np.float32)
    small = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    soft = cv2.GaussianBlur(small, (0, 0), radius * scale)
    size = picture.shape[1], picture.shape[0]
    return np.asarray(cv2.resize(soft, size, interpolation=cv2.INTER_LINEAR), np.float32)


def guided(guide: Floats, picture: Floats, radius: int, eps: float) -> Floats:
    """The guided filter (He et al. 2010), one channel each."""
    found = cv2.ximgproc.guidedFilter(guide, picture, radius, eps)
    return np.asarray(found, np.float32)
