"""A body's own frame in a picture, and where on it limbs and clothes may be."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.people.body import HEAD, SIDES, Body, Limbs
from lingtu.imaging.people.mesh import CHIN, OUTLINE, TOP, FaceMesh

Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]

#: Half widths in shoulder widths: shoulder, elbow, wrist, knuckles; hip, knee, ankle.
ARM_RADII, LEG_RADII = (0.17, 0.13, 0.1, 0.15), (0.28, 0.2, 0.13)
#: A head's half height, in shoulder widths, when there is no face to measure it by.
HEAD_RADIUS = 0.75


@dataclass(frozen=True)
class Frame:
    """A body with its face, if that is seen, in a picture of `shape` (height, width)."""

    body: Body
    face: FaceMesh | None
    shape: tuple[int, int]

    @property
    def width(self) -> float:
        """Across the shoulders, px: the unit of lengths here."""
        return self.body.width_px

    @cached_property
    def down(self) -> Floats:
        """From shoulders to hips, of length 1."""
        return np.asarray((self.body.hips - self.body.shoulders) / self.body.torso_px, np.float32)

    @cached_property
    def along(self) -> Floats:
        """0 at the shoulders, 1 at the hips, H x W."""
        x, y = self._grid
        return np.asarray((x * self.down[0] + y * self.down[1]) / self.body.torso_px, np.float32)

    @cached_property
    def across(self) -> Floats:
        """Distance from the body's axis in shoulder widths, H x W."""
        x, y = self._grid
        return np.asarray(np.abs(x * self.down[1] - y * self.down[0]) / self.width, np.float32)

    @cached_property
    def _grid(self) -> tuple[Floats, Floats]:
        y, x = np.indices(self.shape, np.float32)
        return x - self.body.shoulders[0], y - self.body.shoulders[1]

    @cached_property
    def head(self) -> Floats:
        """The middle of the head."""
        points = self.body.points[HEAD] if self.face is None else self.face.flat[list(OUTLINE)]
        return np.asarray(points.mean(axis=0), np.float32)

    @cached_property
    def head_px(self) -> float:
        """From forehead to chin."""
        if self.face is None:
            return HEAD_RADIUS * self.width
        return float(np.linalg.norm(self.face.flat[TOP] - self.face.flat[CHIN]))

    @cached_property
    def chin(self) -> Floats:
        if self.face is not None:
            return np.asarray(self.face.flat[CHIN], np.float32)
        return np.asarray((self.body.shoulders + self.head) / 2, np.float32)

    @cached_property
    def head_distance(self) -> Floats:
        """From the middle of the head, in heights of the face, H x W."""
        y, x = np.indices(self.shape, np.float32)
        return np.asarray(np.hypot(x - self.head[0], (y - self.head[1]) / 1.15) / self.head_px, np.float32)

    @cached_property
    def face_mask(self) -> Mask:
        mask = np.zeros(self.shape, np.uint8)
        if self.face is not None:
            cv2.fillPoly(mask, [np.rint(self.face.flat[list(OUTLINE)]).astype(np.int32)], 1)
        return mask > 0

    @cached_property
    def torso(self) -> Mask:
        """Between shoulders and hips, a little wider."""
        left, right = self.body.points[12], self.body.points[11]
        hip_left, hip_right = self.body.points[24], self.body.points[23]
        wide = (hip_right - hip_left) * 0.35
        lift = self.down * 0.06 * self.width
        corners = np.stack([left - lift, right - lift, hip_right + wide, hip_left - wide])
        mask = np.zeros(self.shape, np.uint8)
        cv2.fillPoly(mask, [np.rint(corners).astype(np.int32)], 1)
        return mask > 0

    @cached_property
    def neck(self) -> Mask:
        return self.tube([self.chin, self.body.shoulders], (0.25, 0.3))

    @cached_property
    def arms(self) -> Mask:
        return self._union((self.arm(limbs), ARM_RADII) for limbs in SIDES)

    @cached_property
    def forearms(self) -> Mask:
        """From the elbows on: what may lie in front of the body."""
        return self._union((self.arm(limbs)[1:], (0.1, 0.09, 0.13)) for limbs in SIDES)

    @cached_property
    def legs(self) -> Mask:
        return self._union((self.leg(limbs), LEG_RADII) for limbs in SIDES)

    @cached_property
    def feet(self) -> Mask:
        return self._union((self.foot(limbs), (0.12, 0.14, 0.14)) for limbs in SIDES)

    def arm(self, limbs: Limbs) -> list[Floats]:
        """Shoulder, elbow, wrist, knuckles."""
        points = self.body.points
        return [points[limbs.shoulder], points[limbs.elbow], points[limbs.wrist], self.knuckles(limbs)]

    def knuckles(self, limbs: Limbs) -> Floats:
        return np.asarray((self.body.points[limbs.little] + self.body.points[limbs.forefinger]) / 2, np.float32)

    def leg(self, limbs: Limbs) -> list[Floats]:
        """Hip, knee, ankle."""
        return [self.body.points[each] for each in (limbs.hip, limbs.knee, limbs.ankle)]

    def foot(self, limbs: Limbs) -> list[Floats]:
        """Below the ankle, heel, toe."""
        ankle, heel, toe = (self.body.points[each] for each in (limbs.ankle, limbs.heel, limbs.toe))
        return [ankle + (heel - ankle) * 0.4, heel, toe]

    def tube(self, points: list[Floats], radii: tuple[float, ...]) -> Mask:
        """Around a path, radii in shoulder widths at its points."""
        mask = np.zeros(self.shape, np.uint8)
        for start, end, thick, thin in zip(points[:-1], points[1:], radii[:-1], radii[1:], strict=True):
            steps = max(2, int(np.linalg.norm(end - start) / 3))
            for share in np.linspace(0, 1, min(steps, 400)):
                x, y = start + (end - start) * share
                radius = max(1, int((thick + (thin - thick) * share) * self.width))
                cv2.circle(mask, (int(x), int(y)), radius, 1, -1)
        return mask > 0

    def _union(self, tubes: Iterable[tuple[list[Floats], tuple[float, ...]]]) -> Mask:
        mask = np.zeros(self.shape, np.bool_)
        for points, radii in tubes:
            mask |= self.tube(points, radii)
        return mask

    def distance(self, mask: Mask) -> Floats:
        """From a mask, in shoulder widths; 3 everywhere if it is empty."""
        if not mask.any():
            return np.full(self.shape, 3, np.float32)
        found = cv2.distanceTransform((~mask).astype(np.uint8), cv2.DIST_L2, 3)
        return np.asarray(found / np.float32(self.width), np.float32)
